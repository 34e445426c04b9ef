// Made-up buyers. Their postcodes are real in form and belong to post offices or town halls.

export interface Address {
  street: string
  town: string
  postal_code: string
  /** The same postcode as a hurried buyer types it: of no valid form. */
  mistyped: string
  country: string
}

export const names: readonly [string, ...string[]] = [
  'Ada Marsh',
  'Ben Okoro',
  'Carla Winter',
  'Dev Patel',
  'Ewa Nowak',
  'Finn Larsen',
  'Grace Oduya',
  'Hugo Martin',
  'Ines Costa',
  'Jonas Weber',
  'Kitty Shaw',
  'Leo Rossi',
]

export const britain: readonly [Address, ...Address[]] = [
  { street: '12 Canal Street', town: 'Manchester', postal_code: 'M1 1AE', mistyped: 'M1 1A', country: 'GB' },
  { street: '4 Station Road', town: 'Birmingham', postal_code: 'B33 8TH', mistyped: 'B33 8T', country: 'GB' },
  { street: '88 Hill View', town: 'Croydon', postal_code: 'CR2 6XH', mistyped: 'CR2 66H', country: 'GB' },
  { street: '3 Mill Lane', town: 'Doncaster', postal_code: 'DN55 1PT', mistyped: 'DN55 PT', country: 'GB' },
  { street: '27 Regent Place', town: 'London', postal_code: 'W1A 0AX', mistyped: 'W1A OOAX', country: 'GB' },
  { street: '150 Aldersgate', town: 'London', postal_code: 'EC1A 1BB', mistyped: 'EC1A 1B', country: 'GB' },
]

export const europe: readonly [Address, ...Address[]] = [
  { street: 'Invalidenstr. 10', town: 'Berlin', postal_code: '10115', mistyped: '1O115', country: 'DE' },
  { street: 'Marienplatz 8', town: 'München', postal_code: '80331', mistyped: '8033', country: 'DE' },
  { street: '5 rue de la Paix', town: 'Paris', postal_code: '75002', mistyped: '7502', country: 'FR' },
  { street: '20 rue Mercière', town: 'Lyon', postal_code: '69002', mistyped: '6900Z', country: 'FR' },
]
