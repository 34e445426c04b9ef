/**
 * An element. Everything from outside becomes text or an attribute, never markup. `on…` takes a listener; null, undefined
 * and false leave an attribute or a child out.
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...shown(children))
  return made
}

const shown = (children) => children.flat(3).filter((child) => child !== null && child !== undefined && child !== false)

/** Puts other children into an element; whoever had the focus within (by its `data-key`) keeps it. */
export function fill(container, ...children) {
  const key = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined
  container.replaceChildren(...shown(children))
  if (key !== undefined) container.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true })
}

/** A part of a page that is drawn anew only when what it shows is different, so that a click is never lost to a refresh. */
export function part(draw) {
  const container = element('div', { class: 'part' })
  let before
  return {
    element: container,
    show(data) {
      const now = JSON.stringify(data)
      if (now === before) return
      before = now
      fill(container, draw(data))
    },
  }
}

/** Keeps a list of elements in step with items: what stays is the same element, so focus and clicks survive. */
export function keyedList(container, { keyOf, make }) {
  const known = new Map()
  return (items) => {
    const wanted = new Map()
    for (const item of items) {
      const key = keyOf(item)
      const text = JSON.stringify(item)
      const before = known.get(key)
      wanted.set(key, before?.text === text ? before : { text, element: make(item) })
    }
    const active = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined
    for (const [key, { element: old }] of known) if (wanted.get(key)?.element !== old) old.remove()
    known.clear()
    let place = container.firstElementChild
    for (const [key, entry] of wanted) {
      known.set(key, entry)
      if (entry.element === place) place = place.nextElementSibling
      else container.insertBefore(entry.element, place)
    }
    if (active !== undefined && document.activeElement === document.body) {
      container.querySelector(`[data-key="${CSS.escape(active)}"]`)?.focus({ preventScroll: true })
    }
  }
}

/** A link to somewhere else, only where the address is one of the web: what a channel sent may be anything. */
export function outsideLink(url, text) {
  const isWeb = url !== null && URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
  return isWeb ? element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text) : text
}
