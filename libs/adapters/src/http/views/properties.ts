import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLES } from './examples.ts';

const UINT32_MAX = 2 ** 32 - 1;

/** A hash or id: 64 hex digits in display order. */
export const ApiHash = (description: string, example: string = EXAMPLES.hash) =>
  ApiProperty({ type: String, pattern: '^[0-9a-f]{64}$', description, example });

/** The same where there may be none. */
export const ApiOptionalHash = (description: string) =>
  ApiProperty({ type: String, nullable: true, pattern: '^[0-9a-f]{64}$', description, example: null });

/** An address of the peer's network. */
export const ApiAddress = (description: string) =>
  ApiProperty({ type: String, maxLength: 90, description, example: EXAMPLES.address });

/** Whole crumbs. */
export const ApiAmount = (description: string, minimum = 0) =>
  ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum,
    maximum: Number.MAX_SAFE_INTEGER,
    description: `Crumbs: ${description}`,
    example: 5_000_000_000,
  });

/** A whole number from 0. */
export const ApiCount = (description: string, example = 0) =>
  ApiProperty({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description, example });

/** A field of 32 bits. */
export const ApiUint32 = (description: string, example = 1) =>
  ApiProperty({ type: 'integer', format: 'int64', minimum: 0, maximum: UINT32_MAX, description, example });

/** ISO 8601, UTC. */
export const ApiTime = (description: string) =>
  ApiProperty({ type: String, format: 'date-time', description, example: EXAMPLES.time });

/** What a list gives to ask for the part after it. */
export const ApiNext = () =>
  ApiProperty({
    type: String,
    nullable: true,
    description: 'The `before` of the next page; null at the end',
    example: null,
  });
