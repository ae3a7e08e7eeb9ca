/** What people type who have nothing special to say. */
const PHRASES = [
  "hello",
  "yes",
  "password",
  "notes for monday",
  "invoice 2024",
  "Meeting at 10:30",
  "holiday pictures",
  "dear all,",
  "www.example.com",
  "cheap flights",
] as const;

/** The phrases of `text =`, else some of ours. */
export function parsePhrases(text: string | undefined): readonly [string, ...string[]] {
  const [first, ...rest] = text === undefined ? PHRASES : text.split("|");
  return [first ?? "", ...rest];
}
