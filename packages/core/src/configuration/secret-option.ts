import { type Option, textOption } from "./option.ts";
import { Secret } from "./secret.ts";

interface SecretText {
  readonly description: string;
  /** With `allowed`, what is accepted; never show an example that may be somebody's own. */
  readonly pattern?: RegExp;
  readonly allowed?: string;
}

/**
 * A password or a key: text without control characters, 4,096 characters at most. Its value is a `Secret`, and no
 * problem repeats what was given. A task may never set it, and it has no default: a secret that is published is none.
 */
export function secretOption(text: SecretText): Option<Secret | undefined> {
  const plain = textOption({ ...text, secret: true });
  return {
    ...plain,
    default: undefined,
    parse: (raw) => {
      if (Secret.is(raw)) return plain.parse(raw.reveal()) === undefined ? undefined : raw;
      const value = plain.parse(raw);
      return value === undefined ? undefined : new Secret(value);
    },
  };
}
