package io.atrium.people;

import io.atrium.base.VisibleText;
import java.text.Normalizer;
import java.util.Locale;

/** The one place that says which spellings of an e-mail address are the same: for look-up, uniqueness and throttles. */
final class Emails {

    private Emails() {}

    /** An address as it is kept and shown: without blanks around it, in the compatible form of Unicode. */
    static String tidy(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFKC).strip();
    }

    /**
     * What equal addresses have in common. By way of capitals, so that letters which differ only when they are small are
     * the same, and without what nobody sees, so that an address has one count of tries however it is stuffed. A text that is
     * too long for an address has a key of its own, for keys are kept.
     */
    static String key(String text) {
        if (text.length() > Logins.MAX_NAME) {
            return "";
        }
        String seen = tidy(VisibleText.only(text));
        String folded = seen.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return VisibleText.only(Normalizer.normalize(folded, Normalizer.Form.NFKC));
    }
}
