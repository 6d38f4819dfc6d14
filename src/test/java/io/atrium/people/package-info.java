/** Tests of people, their log-ins and their customers. */
@NullMarked
package io.atrium.people;

import org.jspecify.annotations.NullMarked;
