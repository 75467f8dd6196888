import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

export type Method = 'get' | 'post' | 'put' | 'delete';

/** One operation of the document and where it is found. */
export interface FoundOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
}

const METHODS: readonly Method[] = ['get', 'post', 'put', 'delete'];

export function operationsOf(document: OpenAPIObject): FoundOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
}
