package io.atrium.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The type names of one installation, numbered densely. Four of them play a part in the rules themselves: the one whose
 * entities are tenants, the one whose entities own others, the one whose entities log in, and the one that groups.
 */
public final class TypeTable {

    public static final String TENANT = "TENANT";
    public static final String CUSTOMER = "CUSTOMER";
    public static final String USER = "USER";
    public static final String GROUP = "ENTITY_GROUP";
    public static final String ROLE = "ROLE";

    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final boolean[] catalogue;
    final int tenant;
    final int customer;
    final int user;
    final int group;
    final int role;

    /**
     * @param names all types, among them the five of this class
     * @param catalogue the types whose entities belong to the tenant but are read by everybody who can read a thing that
     *     uses them, for instance profiles
     */
    public TypeTable(List<String> names, List<String> catalogue) {
        this.names = List.copyOf(names);
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i);
        }
        this.catalogue = new boolean[names.size()];
        catalogue.forEach(name -> this.catalogue[number(name)] = true);
        tenant = number(TENANT);
        customer = number(CUSTOMER);
        user = number(USER);
        group = number(GROUP);
        role = number(ROLE);
    }

    public int size() {
        return names.size();
    }

    public String name(int number) {
        return names.get(number);
    }

    public int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("Unknown type " + name);
        }
        return number;
    }

    boolean isCatalogue(int type) {
        return catalogue[type];
    }
}
