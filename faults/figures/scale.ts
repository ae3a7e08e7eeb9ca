/** How much of something is tried: the environment's number, or what fits into CI. @throws Error for what is no number */
export function readScale(name: string, usual: number): number {
  const given = process.env[name];
  if (given === undefined || given === "") return usual;
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name}=${given} is no whole number`);
  return number;
}
