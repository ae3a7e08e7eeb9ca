/** `start_timeout` as code writes it: `startTimeout`. The one place that converts; `toSnakeCase` is its inverse. */
export function toCamelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `startTimeout` as configuration files write it: `start_timeout`. */
export function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
