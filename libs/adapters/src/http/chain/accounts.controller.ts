import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import type { HistoryLine } from '#domain/node/node-queries';
import { encodeAddress } from '#domain/transaction/address';
import { AccountView, accountView, HistoryLineView, HistoryPage } from '../views/account.view.ts';
import { readCursor } from '../views/cursor.ts';
import { isoTime } from '../views/iso-time.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { accountFrom } from '../views/path-values.ts';
import { transactionView } from '../views/transaction.view.ts';

/** Accounts by their address: balances, and what happened to them. */
@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly node: FullNode) {}

  /** An account that never had a coin answers with zeros. */
  @Get(':address')
  @ApiOkResponse({ type: AccountView })
  async show(@Param('address') address: string): Promise<AccountView> {
    const account = accountFrom(this.prefix, address);
    return accountView(encodeAddress(this.prefix, account), await this.node.queries.account(account));
  }

  /** Confirmed payments to and from it, and rewards, newest first. */
  @Get(':address/transactions')
  @ApiOkResponse({ type: HistoryPage })
  async history(@Param('address') address: string, @Query() { limit, before }: PageQuery): Promise<HistoryPage> {
    const account = accountFrom(this.prefix, address);
    const [height, index] = before === undefined ? [] : readCursor(before, 2);
    const start = height === undefined || index === undefined ? undefined : { height, index };
    const lines = await this.node.queries.history(account, start, limit);
    const last = lines.at(-1);
    const next = last === undefined || lines.length < limit ? null : `${last.height}.${last.index}`;
    return { transactions: lines.map((line) => this.line(line)), next };
  }

  private line({ height, found, transaction }: HistoryLine): HistoryLineView {
    const { entry, block, confirmations } = found;
    const { recipient, amount } = block.reward;
    return {
      height,
      blockHash: entry.hash,
      time: isoTime(block.header.timestamp),
      confirmations,
      reward: transaction === undefined ? { recipient: encodeAddress(this.prefix, recipient), amount } : null,
      transaction:
        transaction === undefined
          ? null
          : transactionView(this.prefix, { transaction, confirmed: { entry, confirmations } }),
    };
  }

  private get prefix(): string {
    return this.node.network.parameters.addressPrefix;
  }
}
