import type { Option } from "./option.ts";

/** One entry per key, in camelCase; the section's keys are the same in snake_case. */
export type OptionDeclarations = Readonly<Record<string, Option<unknown>>>;

/** The typed options that a set of declarations yields. */
export type OptionsOf<Schema> =
  Schema extends DeclaredOptions<infer Declarations>
    ? { readonly [Key in keyof Declarations]: Declarations[Key] extends Option<infer Value> ? Value : never }
    : never;

/** Options declared one by one: their names, types, defaults and documentation are known without running anything. */
export interface DeclaredOptions<Declarations extends OptionDeclarations = OptionDeclarations> {
  readonly declarations: Declarations;
}

/**
 * A schema of another library (zod, valibot, arktype): it gets the section as an object with camelCase keys and text
 * values. Source: https://standardschema.dev (version 1).
 */
export interface ForeignSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => ForeignResult | Promise<ForeignResult>;
  };
}

export type ForeignResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly ForeignIssue[] };

export interface ForeignIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type OptionsSchema = DeclaredOptions | ForeignSchema;

/** Declares a module's options: `static override readonly options = declareOptions({ bpf: textOption({ … }) })`. */
export function declareOptions<const Declarations extends OptionDeclarations>(
  declarations: Declarations,
): DeclaredOptions<Declarations> {
  return { declarations };
}

export function isDeclared(schema: OptionsSchema): schema is DeclaredOptions {
  return "declarations" in schema;
}
