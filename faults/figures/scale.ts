/** How much of something is tried: the environment's number, or what fits into CI. @throws Error for what is no number */
export function readScale(name: string, usual: number): number {
  const given = process.env[name];
  if (given === undefined || given === "") return usual;
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name}=${given} is no whole number`);
  return number;
}

const SEED_OF_CI = 1;

/** `FAULT_SEED`; else the same for each run in CI, so that a failure is the change's, and another one each time elsewhere. */
export function readSeed(): number {
  return readScale("FAULT_SEED", process.env.CI === undefined ? Date.now() % 1_000_000 : SEED_OF_CI);
}
