import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { documentRefusals } from './common-refusals.ts';
import { operationsOf } from './operations-of.ts';
import { ProblemView } from './problem.view.ts';
import { problemExamples } from './refusal-responses.ts';

const DESCRIPTION =
  'JSON over HTTP. Hashes and ids are hex in display order, addresses bech32m, amounts whole crumbs ' +
  '(1 cheesecoin = 100,000,000 crumbs), times ISO 8601. Refusals are application/problem+json (RFC 9457) ' +
  'with a stable `code`. Reads are open to the machine that the program runs on; whatever changes something or ' +
  'touches the wallet, and everything from elsewhere, needs the access token.';

/** The OpenAPI 3.1 document of a program's API, made from its controllers and DTOs. */
export function apiDocument(app: NestFastifyApplication, version: string, title: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of the data directory (api-token).' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [ProblemView],
    operationIdFactory: (_controller, method, _version) => method,
  });
  const codes = new Set(operationsOf(document).flatMap(documentRefusals));
  return { ...document, components: { ...document.components, examples: problemExamples(codes) } };
}
