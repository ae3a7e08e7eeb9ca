const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** `820 bytes`, `1.2 KiB`, `31 MiB`. */
export function showBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${value.toFixed(digits)} ${bytes === 1 ? "byte" : UNITS[unit]}`;
}

/** `12 ms`, `0.4 s`, `3 min 12 s`. */
export function showMilliseconds(ms: number): string {
  if (ms < 99.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `packetsCaptured: 1204` as a person reads it: `packets captured 1,204`; an empty text is `none`. */
export function showFigure(name: string, value: number | string | boolean): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");
  if (typeof value === "boolean") return `${words} ${value ? "yes" : "no"}`;
  return `${words} ${typeof value === "number" ? value.toLocaleString("en") : value || "none"}`;
}
