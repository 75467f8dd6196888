import type { HttpMethod } from './api-caller.ts';
import type { ApiDocument } from './document-check.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: Schema;
  readonly example?: unknown;
}

/** An operation of the document with what a caller needs to try it. */
export interface DocumentedOperation {
  /** "GET /v1/blocks/{which}" */
  readonly name: string;
  readonly method: HttpMethod;
  readonly path: string;
  /** The path with the examples of its parameters. */
  readonly examplePath: string;
  readonly parameters: readonly Parameter[];
  /** Of the body; undefined without one. */
  readonly body: Schema | undefined;
  /** A body of all examples. */
  readonly exampleBody: Readonly<Record<string, unknown>> | undefined;
  /** Codes with which it may be refused. */
  readonly codes: readonly string[];
}

interface RawOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly content?: Readonly<Record<string, { readonly examples?: Readonly<Record<string, unknown>> }>> }
    >
  >;
}

/** Every operation of an API's document. */
export function documentedOperations(document: ApiDocument): DocumentedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      read(document, path, method, operation as unknown as RawOperation),
    ),
  );
}

function read(document: ApiDocument, path: string, method: string, operation: RawOperation): DocumentedOperation {
  const { parameters = [], requestBody, responses } = operation;
  const body = resolve(document, requestBody?.content['application/json']?.schema);
  const examples = Object.entries(body?.properties ?? {}).map(([name, { example }]) => [name, example]);
  const exampleOf = (name: string) =>
    parameters.find((each) => each.in === 'path' && each.name === name)?.example ?? 'x';
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase() as HttpMethod,
    path,
    examplePath: path.replace(/\{(\w+)\}/g, (_, name: string) => String(exampleOf(name))),
    parameters,
    body,
    exampleBody: body === undefined ? undefined : Object.fromEntries(examples),
    codes: Object.values(responses).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    ),
  };
}

function resolve(document: ApiDocument, schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split('/').at(-1);
  if (name === undefined) return schema;
  return (document.components as { readonly schemas: Readonly<Record<string, Schema>> }).schemas[name];
}
