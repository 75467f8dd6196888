import { ApiProperty } from '@nestjs/swagger';
import { BlockView } from '../views/block.view.ts';
import { ApiNext } from '../views/properties.ts';

export class BlockPage {
  @ApiProperty({ type: [BlockView], description: 'Newest first; fewer than asked for when they are large' })
  readonly blocks!: BlockView[];
  @ApiNext()
  readonly next!: string | null;
}
