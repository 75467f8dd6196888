import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { httpRules } from '#adapters/http/problems/http.errors';
import { RULE_CATALOGUE } from '#adapters/http/problems/rule-catalogue';
import { statusOf } from '#adapters/http/problems/statuses';
import { EXAMPLES } from '#adapters/http/views/examples';
import { decodeAddress } from '#domain/transaction/address';
import { APIS_UNDER_TEST, type ApiUnderTest } from '#test/http/api-under-test';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly example?: unknown;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, { readonly value: { readonly code: string; readonly status: number } }>>;
  };
}

const SERVED_BY_PEER = [
  'GET /v1/chain',
  'GET /v1/blocks',
  'GET /v1/blocks/{which}',
  'GET /v1/transactions',
  'POST /v1/transactions',
  'GET /v1/transactions/{id}',
  'GET /v1/accounts/{address}',
  'GET /v1/accounts/{address}/transactions',
  'GET /v1/fees',
  'POST /v1/wallet',
  'GET /v1/wallet',
  'POST /v1/wallet/unlock',
  'POST /v1/wallet/lock',
  'POST /v1/wallet/export',
  'POST /v1/wallet/transactions',
  'GET /v1/mining',
  'PUT /v1/mining',
  'DELETE /v1/mining',
  'POST /v1/mining/blocks',
  'GET /v1/peers',
  'GET /v1/events',
];

const SERVED_BY_TRACKER = [
  'GET /v1/admission',
  'GET /v1/join-tokens',
  'GET /v1/peers',
  'POST /v1/join-tokens',
  'POST /v1/revocations',
];

/** Codes of the HTTP side that a tracker has no path for. */
const ONLY_A_PEERS = [
  'path-malformed',
  'path-too-long',
  'block-not-found',
  'transaction-not-found',
  'transaction-not-confirmed',
  'explanation-not-found',
  'events-passed',
  'events-busy',
];

describe.each(APIS_UNDER_TEST)('the document of the API of %s', (program, open) => {
  const isPeer = program === 'a peer';
  let subject: ApiUnderTest;
  let document: Document;
  let operations: [string, Operation][];
  beforeAll(async () => {
    subject = await open();
    document = await subject.api.ok<Document>('GET', '/openapi.json');
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });
  afterAll(() => subject.close());

  it('is OpenAPI 3.1 and names every path of the contract', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info.title).toBe(isPeer ? 'Cheesechain peer' : 'Cheesechain tracker');
    const names = operations.map(([name]) => name);
    if (isPeer) expect(names).toEqual(expect.arrayContaining(SERVED_BY_PEER));
    else expect(names.sort()).toEqual(SERVED_BY_TRACKER);
  });

  it('gives every operation a name of its own, a summary, a tag and who may call', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const [name, { operationId, summary, tags, security }] of operations) {
      expect([name, Boolean(operationId && summary && tags?.length && security?.length)]).toEqual([name, true]);
    }
  });

  it('tells every refusal with a code of the catalogue, at its status', () => {
    for (const [code, { value }] of Object.entries(document.components.examples)) {
      expect([code, value.code, value.status]).toEqual([code, code, statusOf(code)]);
      expect(RULE_CATALOGUE[code]).toEqual(expect.stringMatching(/[.:]$|\.$/));
    }
    for (const [name, { responses }] of operations) {
      const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect([name, refusals.length > 3]).toEqual([name, true]);
      for (const [, { content }] of refusals) expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
    }
  });

  it('knows every code of the HTTP side but those of paths that are none', () => {
    const elsewhere = ['not-found', 'method-not-allowed', 'request-timeout'];
    const documented = new Set(Object.keys(document.components.examples));
    const missing = Object.keys(httpRules).filter((code) => !documented.has(code) && !elsewhere.includes(code));
    expect(missing).toEqual(isPeer ? [] : ONLY_A_PEERS);
  });

  it('has an example for every member, and each fits its schema', () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    ajv.addSchema({ $id: 'document', components: document.components });
    const without: string[] = [];
    for (const [name, { properties = {} }] of Object.entries(document.components.schemas)) {
      for (const [member, schema] of Object.entries(properties)) {
        const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
        const isPlain = !JSON.stringify(schema).includes('$ref');
        if (isPlain && schema.example === undefined) without.push(`${name}.${member}`);
        if (schema.example !== undefined && !ajv.validate(local, schema.example)) {
          throw new Error(`${name}.${member}: ${ajv.errorsText()}`);
        }
      }
    }
    expect(without).toEqual([]);
    expect(decodeAddress('dcheese', EXAMPLES.address).ok).toBe(true);
  });

  it('passes the linter that others will read it with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cheese-document-'));
    try {
      const file = join(folder, 'openapi.json');
      writeFileSync(file, JSON.stringify(document));
      const { code, output } = await lint(file);
      expect([code, output.match(/\b(error|warning)s?\b/i)?.[0]]).toEqual([0, undefined]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it('is served with its page, which runs nothing but what the program serves', async () => {
    const page = await subject.api.call('GET', '/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
    for (const script of ['swagger-ui-init.js', 'swagger-ui-bundle.js', 'swagger-ui.css']) {
      expect((await subject.api.call('GET', `/docs/${script}`)).status).toBe(200);
    }
  });
});

/** Runs the linter as people do; it must not ask the network for anything. */
function lint(file: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const cli = join(process.cwd(), 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [cli, 'lint', file, '--format', 'codeframe'], { env, cwd: tmpdir() });
  let output = '';
  const collect = (data: Buffer) => {
    output += data.toString();
  };
  child.stdout.on('data', collect);
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
}
