import type { Block, Message } from '#core/message.ts';
import type { TakenBack } from '#core/situation.ts';
import { alertMessage } from './alert.ts';
import type { AlertContext } from './alert.ts';
import { heading, struck } from './build.ts';
import { CHANGE_SIGN } from './words.ts';

/** An alert that no longer holds: its own words struck through under a line that says so. Another message corrects it. */
export function takenBackMessage(
  told: TakenBack & { readonly subject: string },
  context: AlertContext,
): Message {
  const { blocks, buttons } = alertMessage(told, context);
  return {
    blocks: [
      heading(`${CHANGE_SIGN.correction} ${context.locale.text('change.correction')}`),
      ...blocks.map(struckBlock),
    ],
    buttons,
    tone: 'notice',
  };
}

function struckBlock(block: Block): Block {
  return block.kind === 'list'
    ? { ...block, items: block.items.map((item) => [struck(item)]) }
    : { ...block, inlines: [struck(block.inlines)] };
}
