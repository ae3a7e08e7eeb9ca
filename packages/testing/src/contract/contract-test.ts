/** One test of the contract. */
export interface ContractTest {
  /** What an auxiliary does that keeps the contract. */
  readonly name: string;
  readonly run: () => Promise<void>;
}
