// ISO 4217 codes by the number of digits of their minor unit. Codes without a minor unit (gold, testing, "no currency" …)
// are left out: nobody pays for an order in them.
const codesByDigits: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
    COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
    JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
    NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

// Withdrawn since 2015: a merchant's order history still holds them.
const withdrawnCodesByDigits: Record<number, string> = {
  0: 'BYR',
  2: 'ANG BGN CUC HRK LTL MRO SLL STD VEF ZWL',
}

const digitsOf = (table: Record<number, string>): [string, number][] =>
  Object.entries(table).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(digits)]),
  )

export const activeCurrencies: ReadonlyMap<string, number> = new Map(digitsOf(codesByDigits))
export const withdrawnCurrencies: ReadonlyMap<string, number> = new Map(digitsOf(withdrawnCodesByDigits))

/** How many decimals an amount in this currency has; undefined when the code is not a currency that can be paid in. */
export const currencyDigits = (code: string): number | undefined =>
  activeCurrencies.get(code) ?? withdrawnCurrencies.get(code)

export const isCurrency = (code: string): boolean => currencyDigits(code) !== undefined
