import { badge } from '../badge.js'
import { element, outsideLink } from '../element.js'
import { empty } from '../notice.js'
import { timeOf } from '../times.js'
import { say, sayMoney } from '../words.js'
import { section } from './section.js'

const counters = ['open', 'allocated', 'shipped', 'delivered', 'cancelled', 'returned', 'lost']

function lineRow(line) {
  const notPlain = [
    line.kind !== 'GOODS' && say(line.kind),
    line.fulfilledBy !== 'MERCHANT' && `sent by the ${line.fulfilledBy.toLowerCase()}`,
  ]
  const instead = line.components.filter(({ substitutedFor }) => substitutedFor !== null)
  const units = counters.filter((counter) => line[counter] > 0)
  return element(
    'tr',
    null,
    element(
      'td',
      null,
      element('span', { class: 'block' }, line.title),
      element('span', { class: 'quiet' }, [line.sku, ...notPlain].filter(Boolean).join(' · ')),
      instead.map(({ sku, substitutedFor }) =>
        element('span', { class: 'block' }, `${sku} instead of ${substitutedFor}`),
      ),
    ),
    element('td', { class: 'figure' }, line.quantity),
    element(
      'td',
      null,
      element(
        'ul',
        { class: 'units' },
        units.map((counter) =>
          element('li', { class: `unit ${counter}` }, element('b', null, line[counter]), ` ${counter}`),
        ),
      ),
    ),
    element('td', { class: 'figure' }, sayMoney(line.total)),
  )
}

export const linesSection = (order) =>
  section(
    'Lines',
    element(
      'div',
      { class: 'scrolls', tabindex: '0', role: 'region', 'aria-label': 'Lines' },
      element(
        'table',
        null,
        element(
          'thead',
          null,
          element(
            'tr',
            null,
            [['Item'], ['Units', 'figure'], ['Where they are'], ['Total', 'figure']].map(([name, kind]) =>
              element('th', { scope: 'col', class: kind }, name),
            ),
          ),
        ),
        element('tbody', null, order.lines.map(lineRow)),
      ),
    ),
  )

function parcel({ reference, trackingNumber, trackingUrl, status, carrier, trackingEvents }) {
  const scans = [...(trackingEvents?.nodes ?? [])].reverse()
  return element(
    'div',
    { class: 'parcel' },
    element(
      'p',
      null,
      `Parcel ${reference} `,
      badge(status),
      ' ',
      [carrier, trackingNumber && outsideLink(trackingUrl, trackingNumber)]
        .filter(Boolean)
        .flatMap((each) => [each, ' ']),
    ),
    scans.length > 0 &&
      element(
        'ol',
        { class: 'scans' },
        scans.map((scan) =>
          element(
            'li',
            null,
            timeOf(scan.occurredAt),
            ` ${say(scan.status)}${scan.location ? `, ${scan.location}` : ''}`,
          ),
        ),
      ),
  )
}

export const shipmentsSection = (order) =>
  section(
    'Shipments',
    (order.shipments ?? []).length === 0 && empty('Nothing is planned yet.'),
    (order.shipments ?? []).map((shipment) =>
      element(
        'div',
        { class: 'entry' },
        element('p', null, element('b', null, shipment.number), ' ', badge(shipment.status)),
        element(
          'p',
          { class: 'quiet facts' },
          shipment.warehouse && element('span', null, `From ${shipment.warehouse.name}`),
          shipment.carrier && element('span', null, [shipment.carrier, shipment.service].filter(Boolean).join(', ')),
          shipment.shippedAt && element('span', null, 'Shipped ', timeOf(shipment.shippedAt)),
          shipment.deliveredAt && element('span', null, 'Delivered ', timeOf(shipment.deliveredAt)),
          element(
            'span',
            null,
            shipment.lines
              .map(({ quantity, orderLine }) => `${quantity} × ${orderLine?.sku ?? orderLine?.title ?? 'an item'}`)
              .join(', '),
          ),
        ),
        shipment.packages.map(parcel),
      ),
    ),
  )
