import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { toHex } from '#domain/primitives/bytes';
import { mnemonicRules } from '#domain/wallet/mnemonic.errors';
import { Wallet } from '#domain/wallet/wallet';
import type { WalletStatus } from '#domain/wallet/wallet-state';
import { NeedsToken } from '../access/access.decorators.ts';
import { Refuses } from '../document/refuses.decorator.ts';
import { valueOrProblem } from '../problems/problem-of.ts';
import { accountView } from '../views/account.view.ts';
import { UNUSABLE_KEYSTORE } from './unusable-keystore.ts';
import { CreateWalletRequest, ExportWalletRequest, UnlockWalletRequest } from './wallet.dto.ts';
import { CreatedWalletView, MnemonicView, WalletView } from './wallet.view.ts';

const WITH_PASSWORD = [
  'wallet-missing',
  'wallet-not-encrypted',
  'wallet-password-wrong',
  'wallet-busy',
  ...UNUSABLE_KEYSTORE,
] as const;

/** The peer's own wallet. Never a private key. */
@ApiTags('wallet')
@ApiBearerAuth()
@Controller('v1/wallet')
export class WalletController {
  constructor(
    private readonly wallet: Wallet,
    private readonly node: FullNode,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make or restore the wallet',
    description: 'Once: a wallet is never overwritten. The words of a new one are told here and never again.',
  })
  @ApiBody({ type: CreateWalletRequest, required: false })
  @ApiCreatedResponse({ type: CreatedWalletView, description: 'The wallet, unlocked' })
  @Refuses('wallet-exists', mnemonicRules, 'wallet-busy', ...UNUSABLE_KEYSTORE, 'keystore-unwritable')
  async createWallet(@Body() request: CreateWalletRequest): Promise<CreatedWalletView> {
    const { status, mnemonic } = valueOrProblem(await this.wallet.create(request));
    const created = { address: status.address, publicKey: toHex(status.publicKey) };
    return mnemonic === undefined ? created : { ...created, mnemonic };
  }

  @Get()
  @NeedsToken()
  @ApiOperation({ summary: 'The wallet', description: 'Who it is and what it has.' })
  @ApiOkResponse({ type: WalletView, description: 'The wallet' })
  @Refuses('wallet-missing', ...UNUSABLE_KEYSTORE)
  getWallet(): Promise<WalletView> {
    return this.view(valueOrProblem(this.wallet.status()));
  }

  @Post('unlock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Unlock the wallet', description: 'For so many seconds, or until it is locked.' })
  @ApiOkResponse({ type: WalletView, description: 'It signs now' })
  @Refuses(...WITH_PASSWORD)
  async unlockWallet(@Body() { password, seconds }: UnlockWalletRequest): Promise<WalletView> {
    return this.view(valueOrProblem(await this.wallet.unlock(password, seconds)));
  }

  @Post('lock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lock the wallet', description: 'Until it is unlocked it signs nothing.' })
  @ApiOkResponse({ type: WalletView, description: 'It is locked' })
  @Refuses('wallet-missing', 'wallet-not-encrypted', ...UNUSABLE_KEYSTORE)
  async lockWallet(): Promise<WalletView> {
    return this.view(valueOrProblem(await this.wallet.lock()));
  }

  @Post('export')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tell the words', description: 'For who knows the password. It does not unlock.' })
  @ApiOkResponse({ type: MnemonicView, description: 'The words' })
  @Refuses(...WITH_PASSWORD)
  async exportWallet(@Body() { password }: ExportWalletRequest): Promise<MnemonicView> {
    return { mnemonic: valueOrProblem(await this.wallet.exportMnemonic(password)) };
  }

  private async view(status: WalletStatus): Promise<WalletView> {
    const { address, account, publicKey, locked, encrypted, unlockedUntilMs } = status;
    return {
      ...accountView(address, await this.node.queries.account(account)),
      publicKey: toHex(publicKey),
      locked,
      encrypted,
      unlockedUntil: unlockedUntilMs === undefined ? null : new Date(unlockedUntilMs).toISOString(),
    };
  }
}
