/** A parsed package.json: anything may be in it, so every member is checked where it is read. */
export type Manifest = Readonly<Record<string, unknown>>;

/** @throws SyntaxError for no JSON, TypeError for JSON that is no object. */
export function parseManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text.startsWith("\u{feff}") ? text.slice(1) : text);
  if (isRecord(value)) return value;
  throw new TypeError("it is no JSON object");
}

/** True for an object that is no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's own member: `constructor` in a package.json that has none is undefined. */
export function ownMember(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** True when the keyword is really one of the package's `keywords`. */
export function hasKeyword(manifest: Manifest, keyword: string): boolean {
  const keywords = ownMember(manifest, "keywords");
  return Array.isArray(keywords) && keywords.includes(keyword);
}

/** The names in `dependencies`, `devDependencies` and `optionalDependencies`, each once. */
export function directDependencies(manifest: Manifest): ReadonlySet<string> {
  const names = new Set<string>();
  for (const list of ["dependencies", "devDependencies", "optionalDependencies"]) {
    const dependencies = ownMember(manifest, list);
    if (isRecord(dependencies)) for (const name of Object.keys(dependencies)) names.add(name);
  }
  return names;
}
