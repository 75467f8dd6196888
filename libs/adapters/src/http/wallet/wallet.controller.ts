import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import { FullNode } from '#domain/node/full-node';
import { toHex } from '#domain/primitives/bytes';
import type { Refusal, Result } from '#domain/primitives/result';
import { SendPayment } from '#domain/wallet/send-payment';
import { Wallet } from '#domain/wallet/wallet';
import type { WalletStatus } from '#domain/wallet/wallet-state';
import { NeedsToken } from '../access/access.decorators.ts';
import { problemOf } from '../problems/problem-of.ts';
import { accountView } from '../views/account.view.ts';
import { TransactionView, transactionView } from '../views/transaction.view.ts';
import {
  CreatedWalletView,
  CreateWalletRequest,
  ExportWalletRequest,
  MnemonicView,
  PaymentRequestBody,
  UnlockWalletRequest,
  WalletView,
} from './wallet.dto.ts';

/** The peer's own wallet. Never a private key. */
@ApiTags('wallet')
@ApiBearerAuth()
@NeedsToken()
@Controller('v1/wallet')
export class WalletController {
  constructor(
    private readonly wallet: Wallet,
    private readonly payments: SendPayment<SubmitRefusal>,
    private readonly node: FullNode,
  ) {}

  @Post()
  @ApiCreatedResponse({ type: CreatedWalletView })
  async create(@Body() request: CreateWalletRequest): Promise<CreatedWalletView> {
    const { status, mnemonic } = orThrow(await this.wallet.create(request));
    const created = { address: status.address, publicKey: toHex(status.publicKey) };
    return mnemonic === undefined ? created : { ...created, mnemonic };
  }

  @Get()
  @ApiOkResponse({ type: WalletView })
  show(): Promise<WalletView> {
    return this.view(orThrow(this.wallet.status()));
  }

  @Post('unlock')
  @HttpCode(200)
  @ApiOkResponse({ type: WalletView })
  async unlock(@Body() { password, seconds }: UnlockWalletRequest): Promise<WalletView> {
    return this.view(orThrow(await this.wallet.unlock(password, seconds)));
  }

  @Post('lock')
  @HttpCode(200)
  @ApiOkResponse({ type: WalletView })
  async lock(): Promise<WalletView> {
    return this.view(orThrow(await this.wallet.lock()));
  }

  @Post('export')
  @HttpCode(200)
  @ApiOkResponse({ type: MnemonicView })
  async export(@Body() { password }: ExportWalletRequest): Promise<MnemonicView> {
    return { mnemonic: orThrow(await this.wallet.exportMnemonic(password)) };
  }

  /** Pays; the transaction is open and kept when this answers. */
  @Post('transactions')
  @ApiCreatedResponse({ type: TransactionView })
  async pay(@Body() request: PaymentRequestBody): Promise<TransactionView> {
    const transaction = orThrow(await this.payments.send(request));
    const prefix = this.node.network.parameters.addressPrefix;
    return transactionView(prefix, { transaction, confirmed: undefined });
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

function orThrow<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw problemOf(result.refusal);
  return result.value;
}
