import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { MAX_UNLOCK_SECONDS } from '#domain/wallet/wallet';

/** 24 words of at most eight letters, with generous spaces. */
const MAX_MNEMONIC_LENGTH = 512;
const MAX_PASSWORD_LENGTH = 1_024;
const EXAMPLE_PASSWORD = 'a long sentence about cheese';

export class CreateWalletRequest {
  @ApiPropertyOptional({
    description: 'Restores that wallet: 12 to 24 words of BIP-39',
    minLength: 1,
    maxLength: MAX_MNEMONIC_LENGTH,
    example: 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
  })
  @IsOptional()
  @IsString()
  @Length(1, MAX_MNEMONIC_LENGTH)
  readonly mnemonic?: string;

  @ApiPropertyOptional({
    description: 'Without one the wallet is never locked',
    minLength: 1,
    maxLength: MAX_PASSWORD_LENGTH,
    example: EXAMPLE_PASSWORD,
  })
  @IsOptional()
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  readonly password?: string;
}

export class ExportWalletRequest {
  @ApiProperty({ minLength: 1, maxLength: MAX_PASSWORD_LENGTH, example: EXAMPLE_PASSWORD })
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  readonly password!: string;
}

export class UnlockWalletRequest extends ExportWalletRequest {
  @ApiPropertyOptional({
    type: 'integer',
    description: 'Locks again after so long; without, when it is told to or the peer ends',
    minimum: 1,
    maximum: MAX_UNLOCK_SECONDS,
    example: 300,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_UNLOCK_SECONDS)
  readonly seconds?: number;
}
