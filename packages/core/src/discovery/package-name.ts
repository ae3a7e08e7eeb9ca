const PACKAGE_NAME = /^(?:@[a-z0-9~_-][a-z0-9._~-]*\/)?[a-z0-9~_-][a-z0-9._~-]*$/i;
const LONGEST_PACKAGE_NAME = 214;

/**
 * True for what npm accepts as a package's name. No part begins with a dot, so that a name out of a package.json can
 * be joined to a path without leaving `node_modules`.
 */
export function isPackageName(name: string): boolean {
  return name.length <= LONGEST_PACKAGE_NAME && PACKAGE_NAME.test(name);
}

/** `@acme/dns-log` without its scope: `dns-log`. */
export function unscopedName(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}
