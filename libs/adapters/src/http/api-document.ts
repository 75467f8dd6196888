import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The OpenAPI 3.1 document of the API, made from its controllers and DTOs. */
export function apiDocument(app: NestFastifyApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Cheesechain peer')
    .setDescription(
      'JSON over HTTP. Hashes and ids are hex in display order, addresses bech32m, amounts whole crumbs ' +
        '(1 cheesecoin = 100,000,000 crumbs), times ISO 8601. Refusals are application/problem+json (RFC 9457) ' +
        'with a stable `code`.',
    )
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config);
}
