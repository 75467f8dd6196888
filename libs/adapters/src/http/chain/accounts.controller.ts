import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { encodeAddress } from '#domain/transaction/address';
import { addressRules } from '#domain/transaction/address.errors';
import { Refuses } from '../document/refuses.decorator.ts';
import { AccountView, accountView } from '../views/account.view.ts';
import { readCursor } from '../views/cursor.ts';
import { EXAMPLES } from '../views/examples.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { accountFrom } from '../views/path-values.ts';
import { HistoryPage, historyLineView } from './history.view.ts';

const ApiAddressParam = () => ApiParam({ name: 'address', example: EXAMPLES.address });

/** Accounts by their address: balances, and what happened to them. */
@ApiTags('accounts')
@ApiBearerAuth()
@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly node: FullNode) {}

  @Get(':address')
  @ApiOperation({ summary: 'An account', description: 'One that never had a coin answers with zeros.' })
  @ApiAddressParam()
  @ApiOkResponse({ type: AccountView, description: 'The account' })
  @Refuses(addressRules)
  async getAccount(@Param('address') address: string): Promise<AccountView> {
    const account = accountFrom(this.prefix, address);
    return accountView(encodeAddress(this.prefix, account), await this.node.queries.account(account));
  }

  @Get(':address/transactions')
  @ApiOperation({
    summary: 'History of an account',
    description: 'Confirmed payments to and from it, and rewards, newest first.',
  })
  @ApiAddressParam()
  @ApiOkResponse({ type: HistoryPage, description: 'A page of its history' })
  @Refuses(addressRules)
  async getHistory(@Param('address') address: string, @Query() { limit, before }: PageQuery): Promise<HistoryPage> {
    const account = accountFrom(this.prefix, address);
    const [height, index] = before === undefined ? [] : readCursor(before, 2);
    const start = height === undefined || index === undefined ? undefined : { height, index };
    // One more than asked for tells whether there is another page.
    const lines = await this.node.queries.history(account, start, limit + 1);
    const shown = lines.slice(0, limit);
    const last = shown.at(-1);
    const next = last === undefined || lines.length <= limit ? null : `${last.height}.${last.index}`;
    return { transactions: shown.map((line) => historyLineView(this.prefix, line)), next };
  }

  private get prefix(): string {
    return this.node.network.parameters.addressPrefix;
  }
}
