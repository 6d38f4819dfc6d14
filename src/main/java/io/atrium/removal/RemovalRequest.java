package io.atrium.removal;

import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be deleted.
 *
 * @param entityIds from one to a hundred, in the order in which they are deleted
 */
public record RemovalRequest(@Nullable List<@Nullable Ref> entityIds) {}
