import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as a caller sees it. */
export interface SeenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly json: unknown;
}

interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

export interface ApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, DocumentedResponse>> }>>>
  >;
  readonly components: object;
}

/** Holds answers to what the API's document says of them. */
export class DocumentCheck {
  /** "GET /v1/wallet wallet-missing", and "GET /v1/wallet 200" of what was answered. */
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly document: ApiDocument) {
    formats.default(this.ajv);
    this.ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** Throws when a documented path gave an answer that the document does not have; other paths are not looked at. */
  check({ method, path, status, contentType, json }: SeenAnswer): void {
    const template = this.templateOf(path);
    const operation = template === undefined ? undefined : this.document.paths[template]?.[method.toLowerCase()];
    if (template === undefined || operation === undefined) return;
    const place = `${method} ${template} ${status}`;
    const response = operation.responses[status];
    if (response === undefined) throw new Error(`${place} is not documented: ${JSON.stringify(json)}`);
    const code = status < 400 ? status : (json as { readonly code?: string } | undefined)?.code;
    this.seen.add(`${method} ${template} ${code}`);
    if (response.content === undefined && contentType === '') return;
    const type = contentType.split(';')[0] ?? '';
    const schema = response.content?.[type]?.schema;
    if (schema === undefined) throw new Error(`${place} is not documented as ${type}`);
    const validate = this.validator(place, schema);
    if (validate(json)) return;
    const wrong = validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
    throw new Error(`${place} does not fit its schema: ${wrong}\n${JSON.stringify(json)}`);
  }

  private templateOf(path: string): string | undefined {
    const segments = (path.split('?')[0] ?? '').split('/');
    const fits = (template: string) => {
      const parts = template.split('/');
      return (
        parts.length === segments.length &&
        parts.every((part, at) => part === segments[at] || (part[0] === '{' && segments[at] !== ''))
      );
    };
    const all = Object.keys(this.document.paths).filter(fits);
    return all.find((template) => !template.includes('{')) ?? all[0];
  }

  private validator(place: string, schema: object): ValidateFunction {
    const known = this.compiled.get(place);
    if (known !== undefined) return known;
    const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'));
    const validate = this.ajv.compile(local);
    this.compiled.set(place, validate);
    return validate;
  }
}
