import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { CallOptions, HttpMethod } from '#test/http/api-caller';
import { APIS_UNDER_TEST, type ApiUnderTest, FAULT_HEADER, FAULT_MESSAGE } from '#test/http/api-under-test';
import { type DocumentedOperation, documentedOperations, type Schema } from '#test/http/documented-operations';

const ELSEWHERE = '192.0.2.7';
const JSON_TYPE = { 'content-type': 'application/json' };
/** More than a body may have. */
const HUGE = 'x'.repeat(70_000);

/** Values of all kinds; those that fit a schema are left out before they are tried. */
const VALUES: readonly unknown[] = [
  true,
  -1,
  1.5,
  1e300,
  2 ** 53,
  '',
  'x'.repeat(2_000),
  '\u0000',
  '__proto__',
  [],
  [[1]],
  [{}],
  { a: { b: 1 } },
  Array.from({ length: 500 }, () => 'x'),
];

/** Parts of a path that name nothing, and what they are refused with when it is known. */
const PATH_PARTS: readonly (readonly [part: string, code?: string])[] = [
  ['%zz', '400 path-malformed'],
  ['%ff', '400 path-malformed'],
  ['x'.repeat(257), '414 path-too-long'],
  ['..%2f..%2fetc%2fpasswd'],
  ['..%5c..%5cwindows'],
  ['%00'],
  ['%F0%9F%A7%80'],
  ['-1'],
  ['null'],
  ['1e3'],
  ['constructor'],
  ['%7B%7D'],
];

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);

const misfits = (schema: Schema): unknown[] => {
  const fits = ajv.compile(schema);
  return VALUES.filter((value) => !fits(value));
};

describe.each(APIS_UNDER_TEST)('every operation of the document of %s', (_name, open, least) => {
  let subject: ApiUnderTest;
  let operations: DocumentedOperation[];
  let withBody: DocumentedOperation[];
  let before: string;
  beforeAll(async () => {
    subject = await open();
    operations = documentedOperations(subject.api.document);
    withBody = operations.filter(({ body }) => body !== undefined);
    before = await subject.state();
  });
  afterEach(async () => expect(await subject.state()).toBe(before));
  afterAll(() => subject.close());

  const refusal = (operation: DocumentedOperation, options: CallOptions = {}) =>
    subject.api.refusal(operation.method, operation.examplePath, {
      ...(operation.exampleBody === undefined ? {} : { body: operation.exampleBody }),
      ...options,
    });

  /** Tries them one after another and gives those that were not refused like this, by name. */
  async function others(
    among: readonly DocumentedOperation[],
    code: string | RegExp,
    options: CallOptions,
  ): Promise<string[]> {
    const found: string[] = [];
    for (const operation of among) {
      const told = await refusal(operation, options).catch((error: Error) => error.message);
      if (typeof code === 'string' ? told !== code : !code.test(told)) found.push(`${operation.name}: ${told}`);
    }
    return found;
  }

  it('is there', () => {
    expect(operations.length).toBeGreaterThanOrEqual(least);
    expect(withBody.length).toBeGreaterThan(0);
  });

  it('asks callers from elsewhere for the token, and takes no wrong one', async () => {
    expect(await others(operations, '401 token-missing', { token: null, remoteAddress: ELSEWHERE })).toEqual([]);
    expect(await others(operations, '401 token-wrong', { token: 'wrong', remoteAddress: ELSEWHERE })).toEqual([]);
  });

  it('refuses a foreign Host and a page of another origin, also with the token', async () => {
    expect(await others(operations, '403 host-not-allowed', { headers: { host: 'evil.example' } })).toEqual([]);
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect(await others(operations, '403 origin-not-allowed', foreign)).toEqual([]);
  });

  it('counts callers from elsewhere and sends them away for a while', async () => {
    const remoteAddress = '192.0.2.99';
    for (let call = 0; call < 600; call++) await subject.api.call('GET', '/v1/nothing', { remoteAddress });
    expect(await others(operations, '429 request-rate', { remoteAddress })).toEqual([]);
  });

  it('tells of a fault of its own that there was one, and nothing of it', async () => {
    for (const { method, examplePath, exampleBody: body } of operations) {
      const call = { headers: { [FAULT_HEADER]: '1' }, ...(body === undefined ? {} : { body }) };
      const { status, text } = await subject.api.call(method, examplePath, call);
      expect([method, examplePath, status, text.includes(FAULT_MESSAGE)]).toEqual([method, examplePath, 500, false]);
      expect(JSON.parse(text)).toMatchObject({ code: 'internal-error' });
    }
  });

  it('is asked by its own methods and no others', async () => {
    const methods: HttpMethod[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
    for (const path of new Set(operations.map((operation) => operation.path))) {
      const here = operations.filter((operation) => operation.path === path);
      const answered = here.map(({ method }) => method);
      for (const method of methods.filter((each) => !answered.includes(each))) {
        const { problem, headers } = await subject.api.problem(method, here[0]?.examplePath ?? path);
        expect([path, method, problem.status, problem.code]).toEqual([path, method, 405, 'method-not-allowed']);
        for (const each of answered) expect(headers['allow']).toContain(each);
      }
    }
  });

  it('takes JSON objects as bodies: whole, small, flat, and of no other type', async () => {
    const malformed = ['{', '{"a":1,}', 'nonsense', '\u0000', '{"__proto__":{"a":1}}', '['.repeat(30_000)];
    for (const payload of malformed) {
      expect(await others(withBody, '400 request-malformed', { body: undefined, payload, headers: JSON_TYPE })).toEqual(
        [],
      );
    }
    const strange = ['[]', '"text"', '17', 'true', '[{}]', `${'['.repeat(10_000)}${']'.repeat(10_000)}`];
    for (const payload of strange) {
      expect(await others(withBody, '400 request-invalid', { body: undefined, payload, headers: JSON_TYPE })).toEqual(
        [],
      );
    }
    expect(await others(withBody, '413 request-too-large', { body: { huge: HUGE } })).toEqual([]);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'a/b']) {
      const call = { body: undefined, payload: '{}', headers: { 'content-type': type } };
      expect(await others(withBody, '415 request-media-type', call)).toEqual([]);
    }
  });

  it('names a field that it does not know', async () => {
    for (const operation of withBody) {
      const body = { ...operation.exampleBody, surplus: 1 };
      const { problem } = await subject.api.problem(operation.method, operation.examplePath, { body });
      expect([operation.name, problem.code]).toEqual([operation.name, 'request-invalid']);
      expect(problem['errors']).toContainEqual({ field: 'surplus', detail: expect.any(String) });
    }
  });

  it('does without no field that it requires', async () => {
    for (const operation of withBody) {
      for (const name of operation.body?.required ?? []) {
        for (const body of [
          { ...operation.exampleBody, [name]: undefined },
          { ...operation.exampleBody, [name]: null },
        ]) {
          expect([operation.name, name, await refusal(operation, { body })]).toEqual([
            operation.name,
            name,
            '400 request-invalid',
          ]);
        }
      }
    }
  });

  it('refuses every value of a field that does not fit what the document says of it', async () => {
    const accepted: string[] = [];
    let tried = 0;
    for (const operation of withBody) {
      for (const [name, schema] of Object.entries(operation.body?.properties ?? {})) {
        for (const value of misfits(schema)) {
          tried++;
          const body = { ...operation.exampleBody, [name]: value };
          const told = await refusal(operation, { body }).catch((error: Error) => error.message.slice(0, 200));
          if (!/^4\d\d [a-z-]+$/.test(told)) {
            accepted.push(`${operation.name} ${name}=${JSON.stringify(value)?.slice(0, 40)}: ${told}`);
          }
        }
      }
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(VALUES.length - 4);
  });

  it('refuses parts of a query that do not fit, come twice, or mean nothing', async () => {
    const accepted: string[] = [];
    for (const operation of operations) {
      const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
      if (parameters.length === 0) continue;
      const first = parameters[0]?.name;
      const queries = [
        'surplus=1',
        `${first}=1&${first}=2`,
        ...parameters.flatMap(({ name }) => ['', 'x'.repeat(300), '%00', '-2', '1.5'].map((text) => `${name}=${text}`)),
      ];
      for (const query of queries) {
        const path = `${operation.examplePath}?${query}`;
        const told = await subject.api
          .refusal(operation.method, path)
          .catch((error: Error) => error.message.slice(0, 200));
        if (!/^4\d\d [a-z-]+$/.test(told)) accepted.push(`${operation.name}?${query.slice(0, 30)}: ${told}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('finds nothing at strange parts of a path', async () => {
    const found: string[] = [];
    for (const { name, method, path, exampleBody } of operations.filter((each) => each.path.includes('{'))) {
      for (const [part, code] of PATH_PARTS) {
        const call = exampleBody === undefined ? {} : { body: exampleBody };
        const told = await subject.api
          .refusal(method, path.replace(/\{\w+\}/, part), call)
          .catch((error: Error) => error.message.slice(0, 200));
        if (code === undefined ? !/^4\d\d [a-z-]+$/.test(told) : told !== code) found.push(`${name} ${part}: ${told}`);
      }
    }
    expect(found).toEqual([]);
  });
});
