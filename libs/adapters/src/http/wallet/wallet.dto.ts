import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { AccountView } from '../views/account.view.ts';

/** 24 words of at most eight letters, with generous spaces. */
const MAX_MNEMONIC_LENGTH = 512;
const MAX_PASSWORD_LENGTH = 1_024;
const MAX_ADDRESS_LENGTH = 128;
/** Every character of a memo has at least one byte. */
const MAX_MEMO_LENGTH = 256;

export class CreateWalletRequest {
  @ApiPropertyOptional({ description: 'Restores that wallet; 12 to 24 words of BIP-39' })
  @IsOptional()
  @IsString()
  @Length(1, MAX_MNEMONIC_LENGTH)
  readonly mnemonic?: string;

  @ApiPropertyOptional({ description: 'Without one the wallet is never locked', maxLength: MAX_PASSWORD_LENGTH })
  @IsOptional()
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  readonly password?: string;
}

export class UnlockWalletRequest {
  @ApiProperty()
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  readonly password!: string;

  @ApiPropertyOptional({ description: 'Locks again after so long', minimum: 1, maximum: 604_800 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(604_800)
  readonly seconds?: number;
}

export class ExportWalletRequest {
  @ApiProperty()
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  readonly password!: string;
}

export class PaymentRequestBody {
  @ApiProperty({ description: 'An address of this network' })
  @IsString()
  @Length(1, MAX_ADDRESS_LENGTH)
  readonly recipient!: string;

  @ApiProperty({ description: 'Crumbs', minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly amount!: number;

  @ApiPropertyOptional({ description: 'Crumbs; chosen when absent', minimum: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly fee?: number;

  @ApiPropertyOptional({ description: 'At most 256 bytes of UTF-8' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_MEMO_LENGTH)
  readonly memo?: string;
}

export class WalletView extends AccountView {
  @ApiProperty({ description: 'Compressed key, 66 hex digits' })
  readonly publicKey!: string;
  @ApiProperty()
  readonly locked!: boolean;
  @ApiProperty({ description: 'Made with a password' })
  readonly encrypted!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'When it locks by itself, ISO 8601' })
  readonly unlockedUntil!: string | null;
}

export class CreatedWalletView {
  @ApiProperty()
  readonly address!: string;
  @ApiProperty()
  readonly publicKey!: string;
  @ApiPropertyOptional({ description: 'Of a generated wallet only, and only now: whoever has it has the coins' })
  readonly mnemonic?: string;
}

export class MnemonicView {
  @ApiProperty()
  readonly mnemonic!: string;
}
