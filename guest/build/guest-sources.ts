import { type AptLists, type AptPackage, findPackages } from "./apt-package.ts";

/** The distribution's packages that a guest is made from. */
export interface GuestSources {
  /** Always names the newest kernel. */
  readonly newest: AptPackage;
  /** `linux-image-6.1.0-56-cloud-amd64` */
  readonly kernelName: string;
  readonly busybox: AptPackage;
}

/** Small kernels for virtual machines first (Debian's, then Ubuntu's), and those for every machine last. */
const NEWEST_KERNELS = [
  "linux-image-cloud-amd64",
  "linux-image-virtual",
  "linux-image-amd64",
  "linux-image-generic",
];
const BUSYBOX = "busybox-static";

/** The sources as apt's lists have them now, without a version fixed anywhere; undefined where the lists lack them. */
export async function findGuestSources(lists: AptLists): Promise<GuestSources | undefined> {
  const found = await findPackages([...NEWEST_KERNELS, BUSYBOX], lists);
  const newest = NEWEST_KERNELS.map((name) => found.get(name)).find((each) => each !== undefined);
  const busybox = found.get(BUSYBOX);
  const kernelName = newest?.dependencies.find((name) => /^linux-image-\d/.test(name));
  if (newest === undefined || busybox === undefined || kernelName === undefined) return undefined;
  return { newest, kernelName, busybox };
}

/** All packages to unpack: the kernel, its modules where the distribution keeps them apart, busybox. */
export async function findPackageNames(sources: GuestSources, lists: AptLists): Promise<string[]> {
  const { kernelName, busybox } = sources;
  const kernel = (await findPackages([kernelName], lists)).get(kernelName);
  const modules = kernel?.dependencies.filter((name) => /^linux-modules-\d/.test(name)) ?? [];
  return [kernelName, ...modules, busybox.name];
}
