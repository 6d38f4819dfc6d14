import type { Area } from './text/area';
import type { signinText } from './text/signin';

/** What the server asks of a password. Nothing asked: null. */
export interface PasswordPolicy {
  readonly minimumLength?: number | null;
  readonly maximumLength?: number | null;
  readonly minimumUppercaseLetters?: number | null;
  readonly minimumLowercaseLetters?: number | null;
  readonly minimumDigits?: number | null;
  readonly minimumSpecialCharacters?: number | null;
  readonly allowWhitespaces?: boolean | null;
}

type Key = typeof signinText extends Area<infer K> ? K : never;

/** One line of the policy, and whether a password meets it. */
export interface PasswordRule {
  readonly text: Key;
  readonly count: number;
  readonly met: boolean;
}

/** The rules of a policy as hints. The server decides; this only spares a round trip. */
export function passwordRules(policy: PasswordPolicy, password: string): PasswordRule[] {
  const length = [...password].length;
  const count = (pattern: RegExp) => (password.match(pattern) ?? []).length;
  const least = (text: Key, wanted: number | null | undefined, present: number) =>
    wanted ? [{ text, count: wanted, met: present >= wanted }] : [];
  const most = policy.maximumLength;
  return [
    ...least('ruleLength', policy.minimumLength, length),
    ...least('ruleUpper', policy.minimumUppercaseLetters, count(/\p{Lu}/gu)),
    ...least('ruleLower', policy.minimumLowercaseLetters, count(/\p{Ll}/gu)),
    ...least('ruleDigits', policy.minimumDigits, count(/\d/g)),
    ...least('ruleSpecial', policy.minimumSpecialCharacters, count(/[^\p{L}\p{N}\s]/gu)),
    ...(policy.allowWhitespaces === false ? [{ text: 'ruleSpaces' as const, count: 0, met: !/\s/.test(password) }] : []),
    ...(most && length > most ? [{ text: 'ruleMost' as const, count: most, met: false }] : []),
  ];
}
