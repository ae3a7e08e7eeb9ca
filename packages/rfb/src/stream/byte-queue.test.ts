import { describe, expect, it } from "vitest";
import { ByteQueue } from "./byte-queue.ts";

describe("a queue of bytes", () => {
  it("gives exactly what is asked for, across chunks, or nothing", () => {
    const queue = new ByteQueue();
    for (const part of ["ab", "", "cde", "f"]) queue.push(Buffer.from(part));
    expect(queue.take(7)).toBeUndefined();
    expect(["a", "bcd", "ef"].map((text) => queue.take(text.length)?.toString())).toEqual(["a", "bcd", "ef"]);
    expect(queue.bytes).toBe(0);
    expect(queue.take(1)).toBeUndefined();
  });

  it("gives some of what is there, without joining chunks", () => {
    const queue = new ByteQueue();
    queue.push(Buffer.from("abc"));
    queue.push(Buffer.from("def"));
    expect(queue.takeSome(2)?.toString()).toBe("ab");
    expect(queue.takeSome(9)?.toString()).toBe("c");
    expect(queue.takeSome(9)?.toString()).toBe("def");
    expect(queue.takeSome(9)).toBeUndefined();
  });

  it("gives nothing for nothing, even when it is empty", () => {
    expect(new ByteQueue().take(0)).toHaveLength(0);
  });
});
