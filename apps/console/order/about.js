import { badge } from '../badge.js'
import { element, outsideLink } from '../element.js'
import { timeOf } from '../times.js'
import { say, sayMoney } from '../words.js'
import { facts, section } from './section.js'

const lines = (texts) => texts.map((text, index) => [index > 0 && element('br'), text])

export function aboutSection(order) {
  const { customer, shippingAddress, references, channelStatuses } = order
  const address = shippingAddress ? lines(shippingAddress.formatted) : order.shippingCountryCode
  return section(
    'About',
    facts([
      ['Channel', order.channel?.name],
      ['Kind', order.kind === 'SALE' ? null : say(order.kind)],
      ['Placed', timeOf(order.placedAt)],
      ['Released', order.releasedAt && timeOf(order.releasedAt)],
      ['Not before', order.notBefore && timeOf(order.notBefore)],
      ['Ship by', order.shipBy && timeOf(order.shipBy)],
      ['Deliver by', order.deliverBy && timeOf(order.deliverBy)],
      ['Closed', order.closedAt && timeOf(order.closedAt)],
      ['Delivery', [say(order.deliveryMethod), order.shippingService].filter(Boolean).join(', ')],
      ['Buyer', customer && lines([customer.name, customer.email, customer.phone].filter(Boolean))],
      ['Goes to', address],
      ['Buyer’s note', order.buyerNote],
      ['Gift message', order.giftMessage],
      ['Tags', order.tags.join(', ')],
      ['Channel says', channelStatuses.map(({ field, value }) => `${field}: ${value}`).join(', ')],
      [
        'Also known as',
        references.map(({ system, kind, value, url }) =>
          element('span', { class: 'block' }, `${system} ${say(kind).toLowerCase()} `, outsideLink(url, value)),
        ),
      ],
    ]),
  )
}

export function moneySection(order) {
  const taxes = order.taxesIncluded ? 'Tax, included' : 'Tax, added'
  return section(
    'Money',
    facts([
      ['Goods', sayMoney(order.subtotal)],
      ['Shipping', sayMoney(order.shippingTotal)],
      ['Discount', sayMoney(order.discountTotal)],
      [taxes, sayMoney(order.taxTotal)],
      ['Total', element('strong', null, sayMoney(order.total))],
      ['Paid', sayMoney(order.paidTotal)],
      ['Refunded', sayMoney(order.refundedTotal)],
      ['Balance', sayMoney(order.balance)],
    ]),
    (order.payments ?? []).length > 0 && element('h3', null, 'Payments'),
    (order.payments ?? []).map(({ reference, provider, method, status, amount }) =>
      element(
        'p',
        { class: 'entry' },
        badge(status),
        ` ${sayMoney(amount)} `,
        element('span', { class: 'quiet' }, [provider, method, reference].filter(Boolean).join(' · ')),
      ),
    ),
  )
}
