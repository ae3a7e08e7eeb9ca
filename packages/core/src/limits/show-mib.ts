/** A number of bytes for a person, in the unit that the configuration has: `256 MiB`, `0.05 MiB`. */
export function showMib(bytes: number): string {
  const mib = bytes / (1024 * 1024);
  return `${mib >= 10 ? Math.round(mib) : Number(mib.toPrecision(2))} MiB`;
}
