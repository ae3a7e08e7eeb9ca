/** The number of the user `nobody`: an ordinary user without files of its own. */
const NOBODY = 65_534;

/** Does something with the rights of an ordinary user, also where the tests run as root, whom no mode stops. */
export async function asOrdinaryUser<Value>(work: () => Promise<Value>): Promise<Value> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
