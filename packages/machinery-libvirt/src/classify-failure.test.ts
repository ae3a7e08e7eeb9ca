import { describe, expect, it } from "vitest";
import { classifyFailure } from "./classify-failure.ts";

const classify = (stderr: string) =>
  classifyFailure(["snapshot-revert", "--domain", "win"], stderr, "qemu:///system");

// The words are those of libvirt 9.0.
describe("classifyFailure", () => {
  it.each([
    [
      "AUX_LIBVIRT_CONNECTION",
      "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory\n",
      /systemctl start libvirtd/,
    ],
    [
      "AUX_LIBVIRT_CONNECTION",
      "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied\n",
      /group libvirt/,
    ],
    [
      "AUX_LIBVIRT_CONNECTION",
      "error: failed to connect to the hypervisor\nerror: no connection driver available for bogus:///system\n",
      /Correct `uri`/,
    ],
    ["AUX_LIBVIRT_DOMAIN_UNKNOWN", "error: failed to get domain 'nope'\n", /virsh list --all/],
    [
      "AUX_LIBVIRT_SNAPSHOT_UNKNOWN",
      "error: Domain snapshot not found: no domain snapshot with matching name 'nope'\n",
      /snapshot-create-as/,
    ],
    [
      "AUX_LIBVIRT_SNAPSHOT_UNKNOWN",
      "error: Domain snapshot not found: the domain does not have a current snapshot\n",
      /snapshot-list/,
    ],
    [
      "AUX_LIBVIRT_FAILED",
      "error: Failed to start domain 'win'\nerror: Requested operation is not valid: network 'default' is not active\n",
      /net-start/,
    ],
    [
      "AUX_LIBVIRT_FAILED",
      "error: Requested operation is not valid: domain is not running\n",
      /libvirt says/,
    ],
  ])("knows %s by its words and says what to do", (code, stderr, remedy) => {
    expect(classify(stderr)).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
  });

  it("keeps libvirt's words without the prefix of each line", () => {
    expect(classify("error: one\nerror: two\n").message).toBe("virsh snapshot-revert failed: one: two");
    expect(classify("").message).toBe("virsh snapshot-revert failed: it gave no reason");
  });
});
