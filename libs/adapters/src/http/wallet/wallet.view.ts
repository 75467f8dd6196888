import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AccountView } from '../views/account.view.ts';
import { EXAMPLES } from '../views/examples.ts';
import { ApiAddress } from '../views/properties.ts';

const MNEMONIC = { description: 'Whoever has these words has the coins', example: 'absorb abstract …' };

const ApiPublicKey = () =>
  ApiProperty({
    pattern: '^0[23][0-9a-f]{64}$',
    description: 'Compressed, 66 hex digits',
    example: EXAMPLES.publicKey,
  });

export class WalletView extends AccountView {
  @ApiPublicKey()
  readonly publicKey!: string;
  @ApiProperty({ description: 'Signs nothing before it is unlocked', example: false })
  readonly locked!: boolean;
  @ApiProperty({ description: 'Made with a password', example: false })
  readonly encrypted!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When it locks by itself; null: never, or it is locked',
    example: null,
  })
  readonly unlockedUntil!: string | null;
}

export class CreatedWalletView {
  @ApiAddress('Of its account')
  readonly address!: string;
  @ApiPublicKey()
  readonly publicKey!: string;
  @ApiPropertyOptional({
    ...MNEMONIC,
    description: `Of a generated wallet only, and only now. ${MNEMONIC.description}`,
  })
  readonly mnemonic?: string;
}

export class MnemonicView {
  @ApiProperty(MNEMONIC)
  readonly mnemonic!: string;
}
