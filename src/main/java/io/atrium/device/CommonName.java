package io.atrium.device;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jboss.logging.Logger;

/** Takes the name of a device out of its certificate. */
final class CommonName {

    private static final Logger LOG = Logger.getLogger(CommonName.class);

    /** Most characters that a pattern may look at; a pattern that backtracks without end is given up. */
    private static final int MAX_STEPS = 100_000;

    private CommonName() {}

    static Optional<String> of(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException e) {
            LOG.debug("A certificate without a name that could be read", e);
            return Optional.empty();
        }
    }

    /** The part of a name that a pattern finds. */
    static Optional<String> match(String pattern, String name) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(new Steps(name, new int[1]));
            return matcher.find() ? Optional.of(name.substring(matcher.start(), matcher.end())) : Optional.empty();
        } catch (TooManySteps e) {
            LOG.warnf("The pattern %s for names of certificates takes too long", pattern);
            return Optional.empty();
        }
    }

    private static final class TooManySteps extends RuntimeException {
        TooManySteps() {
            super(null, null, false, false);
        }
    }

    private record Steps(CharSequence text, int[] taken) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++taken[0] > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Steps(text.subSequence(start, end), taken);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
