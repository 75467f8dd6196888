import type { MaybeOptionalInit } from 'openapi-fetch';
import type { PathsWithMethod, SuccessResponseJSON } from 'openapi-typescript-helpers';
import type { components, operations } from './api-schema.generated.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths of an API that answer a method, as its document writes them: `/v1/blocks/{which}`. */
export type PathOf<Paths extends object, M extends Method> = PathsWithMethod<Paths, M>;

type Operation<Paths extends object, M extends Method, Path extends PathOf<Paths, M>> = Paths[Path] extends {
  readonly [Name in M]: infer Found;
}
  ? Found & Record<string | number, unknown>
  : never;

/** What every call takes beside its parameters and body. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Undefined: no limit but the signal's. Absent: the client's. */
  readonly timeoutMs?: number | undefined;
}

type Init<Paths extends object, M extends Method, Path extends PathOf<Paths, M>> = M extends keyof Paths[Path]
  ? MaybeOptionalInit<Paths[Path], M>
  : never;

type Wish<Paths extends object, M extends Method, Path extends PathOf<Paths, M>> = Pick<
  NonNullable<Init<Paths, M, Path>>,
  'params' | 'body'
> &
  CallOptions;

/** Parameters and body of a call: to be given where the document requires some. */
export type CallArguments<Paths extends object, M extends Method, Path extends PathOf<Paths, M>> =
  undefined extends Init<Paths, M, Path> ? [Wish<Paths, M, Path>?] : [Wish<Paths, M, Path>];

/** The JSON that a call answers with; undefined where the answer is empty. */
export type AnswerOf<Paths extends object, M extends Method, Path extends PathOf<Paths, M>> = [
  SuccessResponseJSON<Operation<Paths, M, Path>>,
] extends [never]
  ? undefined
  : SuccessResponseJSON<Operation<Paths, M, Path>>;

type CodesOf<Responses> = {
  [Status in keyof Responses]: Responses[Status] extends {
    readonly content: { readonly 'application/problem+json': { readonly code?: infer Code } };
  }
    ? Code
    : never;
}[keyof Responses];

/** Every code with which a document says that its operations may be refused. */
export type RefusalCodeOf<Operations extends { readonly [Name in keyof Operations]: { readonly responses: unknown } }> =
  { [Name in keyof Operations]: CodesOf<Operations[Name]['responses']> }[keyof Operations];

/** Everything that a peer's answers are made of, by its name in the document: `Schemas['BlockView']`. */
export type Schemas = components['schemas'];

/** Every code with which a peer's document says that a call may be refused. */
export type RefusalCode = RefusalCodeOf<operations>;
