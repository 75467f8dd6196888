import type { MaybeOptionalInit } from 'openapi-fetch';
import type { PathsWithMethod, SuccessResponseJSON } from 'openapi-typescript-helpers';
import type { components, operations, paths } from './api-schema.generated.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths that answer a method, as the document writes them: `/v1/blocks/{which}`. */
export type PathOf<M extends Method> = PathsWithMethod<paths, M>;

type Operation<M extends Method, Path extends PathOf<M>> = paths[Path] extends { readonly [Name in M]: infer Found }
  ? Found & Record<string | number, unknown>
  : never;

/** What every call takes beside its parameters and body. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Undefined: no limit but the signal's. Absent: the client's. */
  readonly timeoutMs?: number | undefined;
}

type Init<M extends Method, Path extends PathOf<M>> = MaybeOptionalInit<paths[Path], M>;

type Wish<M extends Method, Path extends PathOf<M>> = Pick<NonNullable<Init<M, Path>>, 'params' | 'body'> & CallOptions;

/** Parameters and body of a call: to be given where the document requires some. */
export type CallArguments<M extends Method, Path extends PathOf<M>> =
  undefined extends Init<M, Path> ? [Wish<M, Path>?] : [Wish<M, Path>];

/** The JSON that a call answers with; undefined where the answer is empty. */
export type AnswerOf<M extends Method, Path extends PathOf<M>> = [SuccessResponseJSON<Operation<M, Path>>] extends [
  never,
]
  ? undefined
  : SuccessResponseJSON<Operation<M, Path>>;

/** Everything that answers are made of, by its name in the document: `Schemas['BlockView']`. */
export type Schemas = components['schemas'];

type CodesOf<Responses> = {
  [Status in keyof Responses]: Responses[Status] extends {
    readonly content: { readonly 'application/problem+json': { readonly code?: infer Code } };
  }
    ? Code
    : never;
}[keyof Responses];

/** Every code with which the document says that a call may be refused. */
export type RefusalCode = { [Name in keyof operations]: CodesOf<operations[Name]['responses']> }[keyof operations];
