import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { DEFAULT_OVERLAP_SECONDS, MAX_OVERLAP_SECONDS } from './secret-rotation.ts';

/** Longer URLs are rarely right, and each is kept and shown. */
const MAX_URL_LENGTH = 2_048;
/** `whsec_` and the Base64 of 64 bytes, with room. */
const MAX_SECRET_LENGTH = 128;
const MAX_NUMBER = 999_999_999_999_999;

/** Every event that has a number. */
export const WEBHOOK_EVENTS = [
  'block.connected',
  'block.disconnected',
  'transaction.opened',
  'transaction.confirmed',
  'transaction.dropped',
  'peer.connected',
  'peer.disconnected',
] as const;

const ApiSecret = () =>
  applyDecorators(
    ApiPropertyOptional({
      minLength: 1,
      maxLength: MAX_SECRET_LENGTH,
      description: '`whsec_` and the Base64 of 24 to 64 bytes; made when absent',
      example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD5bkmlJ4PYxM=',
    }),
    IsOptional(),
    IsString(),
    Length(1, MAX_SECRET_LENGTH),
  );

export class CreateWebhookRequest {
  @ApiProperty({
    minLength: 1,
    maxLength: MAX_URL_LENGTH,
    description: 'Where to deliver: http or https',
    example: 'https://shop.example.org/cheese',
  })
  @IsString()
  @Length(1, MAX_URL_LENGTH)
  readonly url!: string;

  @ApiPropertyOptional({
    enum: WEBHOOK_EVENTS,
    isArray: true,
    uniqueItems: true,
    maxItems: WEBHOOK_EVENTS.length,
    description: 'Which events; all when absent or empty',
    example: ['block.connected', 'block.disconnected', 'transaction.confirmed'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(WEBHOOK_EVENTS.length)
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENTS, { each: true })
  readonly events: string[] = [];

  @ApiSecret()
  readonly secret?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_NUMBER,
    description: 'Number of the event after which to begin; 0 for everything that is kept, now when absent',
    example: 1_042,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_NUMBER)
  readonly after?: number;
}

export class RotateSecretRequest {
  @ApiSecret()
  readonly secret?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_SECONDS,
    default: DEFAULT_OVERLAP_SECONDS,
    description: 'How long the secret so far signs beside the new one; 0 ends it, and every older one, at once',
    example: DEFAULT_OVERLAP_SECONDS,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_SECONDS)
  readonly overlapSeconds: number = DEFAULT_OVERLAP_SECONDS;
}
