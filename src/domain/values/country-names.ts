// ISO 3166-1: alpha-2, alpha-3, the name that we print, and after bars other names under which shops and people write it.
// XK is user-assigned, not ISO's: shops and carriers use it for Kosovo. One country a line of text would be 250 lines, so they are packed.
export const countryTable = `
AD AND Andorra;AE ARE United Arab Emirates|UAE|U.A.E.|Emirates|Dubai|Abu Dhabi;AF AFG Afghanistan;AG ATG Antigua and Barbuda;
AI AIA Anguilla;AL ALB Albania|Shqipëria;AM ARM Armenia;AO AGO Angola;AQ ATA Antarctica;AR ARG Argentina;AS ASM American Samoa;
AT AUT Austria|Österreich;AU AUS Australia;AW ABW Aruba;AX ALA Åland Islands|Aland|Åland;AZ AZE Azerbaijan;
BA BIH Bosnia and Herzegovina|Bosnia|Bosnia-Herzegovina;BB BRB Barbados;BD BGD Bangladesh;BE BEL Belgium|België|Belgique|Belgien;
BF BFA Burkina Faso;BG BGR Bulgaria|България;BH BHR Bahrain;BI BDI Burundi;BJ BEN Benin;BL BLM Saint Barthélemy|St. Barts;
BM BMU Bermuda;BN BRN Brunei|Brunei Darussalam;BO BOL Bolivia|Bolivia, Plurinational State of|Bolivia (Plurinational State of);
BQ BES Caribbean Netherlands|Bonaire, Sint Eustatius and Saba|Bonaire;BR BRA Brazil|Brasil;BS BHS Bahamas;BT BTN Bhutan;
BV BVT Bouvet Island;BW BWA Botswana;BY BLR Belarus;BZ BLZ Belize;CA CAN Canada;CC CCK Cocos (Keeling) Islands|Cocos Islands;
CD COD Congo, Democratic Republic|Congo, Democratic Republic of the|Democratic Republic of the Congo|DR Congo|Congo - Kinshasa|Zaire;
CF CAF Central African Republic;CG COG Congo|Republic of the Congo|Congo-Brazzaville|Congo, Republic of the;
CH CHE Switzerland|Schweiz|Suisse|Svizzera|Swiss Confederation;CI CIV Côte d'Ivoire|Ivory Coast;CK COK Cook Islands;CL CHL Chile;
CM CMR Cameroon;CN CHN China|People's Republic of China|PRC|P.R. China|PR China|Mainland China|中国;CO COL Colombia;CR CRI Costa Rica;
CU CUB Cuba;CV CPV Cabo Verde|Cape Verde;CW CUW Curaçao;CX CXR Christmas Island;CY CYP Cyprus|Κύπρος;
CZ CZE Czechia|Czech Republic|Česko|Česká republika;DE DEU Germany|Deutschland|Federal Republic of Germany|Allemagne;DJ DJI Djibouti;
DK DNK Denmark|Danmark;DM DMA Dominica;DO DOM Dominican Republic;DZ DZA Algeria;EC ECU Ecuador;EE EST Estonia|Eesti;EG EGY Egypt;
EH ESH Western Sahara;ER ERI Eritrea;ES ESP Spain|España|Canary Islands|Ceuta|Melilla;ET ETH Ethiopia;FI FIN Finland|Suomi;FJ FJI Fiji;
FK FLK Falkland Islands|Falkland Islands (Malvinas)|Islas Malvinas;FM FSM Micronesia|Micronesia, Federated States of|Micronesia (Federated States of)|Federated States of Micronesia;
FO FRO Faroe Islands|Faeroe Islands|Faroes;FR FRA France|Metropolitan France;GA GAB Gabon;
GB GBR United Kingdom|United Kingdom of Great Britain and Northern Ireland|UK|U.K.|Great Britain|Britain|G.B.|England|Scotland|Wales|Northern Ireland;
GD GRD Grenada;GE GEO Georgia;GF GUF French Guiana|Guyane;GG GGY Guernsey|Alderney|Sark;GH GHA Ghana;GI GIB Gibraltar;GL GRL Greenland;
GM GMB Gambia;GN GIN Guinea;GP GLP Guadeloupe;GQ GNQ Equatorial Guinea;GR GRC Greece|Hellas|Ελλάδα|Hellenic Republic;
GS SGS South Georgia and South Sandwich Islands|South Georgia and the South Sandwich Islands|South Georgia;GT GTM Guatemala;GU GUM Guam;
GW GNB Guinea-Bissau;GY GUY Guyana;HK HKG Hong Kong|Hong Kong SAR|Hong Kong SAR China|China, Hong Kong Special Administrative Region;
HM HMD Heard and McDonald Islands|Heard Island and McDonald Islands;HN HND Honduras;HR HRV Croatia|Hrvatska;HT HTI Haiti;
HU HUN Hungary|Magyarország;ID IDN Indonesia;IE IRL Ireland|Eire|Éire|Republic of Ireland|ROI|Southern Ireland;IL ISR Israel;
IM IMN Isle of Man;IN IND India|Bharat;IO IOT British Indian Ocean Territory|Chagos Archipelago|Diego Garcia;IQ IRQ Iraq;
IR IRN Iran|Iran, Islamic Republic of|Iran (Islamic Republic of)|Islamic Republic of Iran;IS ISL Iceland|Ísland;IT ITA Italy|Italia;JE JEY Jersey;
JM JAM Jamaica;JO JOR Jordan;JP JPN Japan|日本|Nippon;KE KEN Kenya;KG KGZ Kyrgyzstan;KH KHM Cambodia;KI KIR Kiribati;KM COM Comoros;
KN KNA Saint Kitts and Nevis;KP PRK North Korea|Korea, Democratic People's Republic of|Democratic People's Republic of Korea|DPRK;
KR KOR South Korea|Korea, Republic of|Republic of Korea|Korea|대한민국;KW KWT Kuwait;KY CYM Cayman Islands;KZ KAZ Kazakhstan;
LA LAO Laos|Lao People's Democratic Republic|Lao PDR;LB LBN Lebanon;LC LCA Saint Lucia;LI LIE Liechtenstein;LK LKA Sri Lanka;LR LBR Liberia;
LS LSO Lesotho;LT LTU Lithuania|Lietuva;LU LUX Luxembourg|Luxemburg;LV LVA Latvia|Latvija;LY LBY Libya;MA MAR Morocco;MC MCO Monaco;
MD MDA Moldova|Moldova, Republic of|Republic of Moldova;ME MNE Montenegro|Crna Gora;MF MAF Saint Martin|Saint Martin (French part);
MG MDG Madagascar;MH MHL Marshall Islands;MK MKD North Macedonia|Macedonia|FYROM|Republic of North Macedonia|Macedonia, the former Yugoslav Republic of;
ML MLI Mali;MM MMR Myanmar|Burma|Myanmar (Burma);MN MNG Mongolia;MO MAC Macao|Macau|Macao SAR|Macao SAR China|China, Macao Special Administrative Region;
MP MNP Northern Mariana Islands|Saipan;MQ MTQ Martinique;MR MRT Mauritania;MS MSR Montserrat;MT MLT Malta;MU MUS Mauritius;MV MDV Maldives;
MW MWI Malawi;MX MEX Mexico|México;MY MYS Malaysia;MZ MOZ Mozambique;NA NAM Namibia;NC NCL New Caledonia|Nouvelle-Calédonie;NE NER Niger;
NF NFK Norfolk Island;NG NGA Nigeria;NI NIC Nicaragua;NL NLD Netherlands|Kingdom of the Netherlands|Netherlands, Kingdom of the|Netherlands (Kingdom of the)|Nederland|Holland;
NO NOR Norway|Norge;NP NPL Nepal;NR NRU Nauru;NU NIU Niue;NZ NZL New Zealand|Aotearoa;OM OMN Oman;PA PAN Panama;PE PER Peru;
PF PYF French Polynesia|Tahiti;PG PNG Papua New Guinea;PH PHL Philippines;PK PAK Pakistan;PL POL Poland|Polska;
PM SPM Saint Pierre and Miquelon;PN PCN Pitcairn|Pitcairn Islands;PR PRI Puerto Rico;
PS PSE Palestine|Palestine, State of|State of Palestine|Palestinian Territories|Occupied Palestinian Territory;PT PRT Portugal|Madeira|Azores;PW PLW Palau;
PY PRY Paraguay;QA QAT Qatar;RE REU Réunion;RO ROU Romania|România;RS SRB Serbia|Srbija;RU RUS Russia|Russian Federation|Россия;RW RWA Rwanda;
SA SAU Saudi Arabia|KSA|Kingdom of Saudi Arabia;SB SLB Solomon Islands;SC SYC Seychelles;SD SDN Sudan;SE SWE Sweden|Sverige;SG SGP Singapore;
SH SHN Saint Helena|Saint Helena, Ascension and Tristan da Cunha|Ascension Island|Tristan da Cunha;SI SVN Slovenia|Slovenija;
SJ SJM Svalbard and Jan Mayen|Svalbard|Svalbard and Jan Mayen Islands;SK SVK Slovakia|Slovak Republic|Slovensko;SL SLE Sierra Leone;SM SMR San Marino;SN SEN Senegal;
SO SOM Somalia;SR SUR Suriname;SS SSD South Sudan;ST STP São Tomé and Príncipe|Sao Tome and Principe;SV SLV El Salvador;
SX SXM Sint Maarten|Sint Maarten (Dutch part);SY SYR Syria|Syrian Arab Republic;SZ SWZ Eswatini|Swaziland;TC TCA Turks and Caicos Islands;TD TCD Chad;
TF ATF French Southern Territories|French Southern and Antarctic Lands;TG TGO Togo;TH THA Thailand;TJ TJK Tajikistan;TK TKL Tokelau;TL TLS Timor-Leste|East Timor;TM TKM Turkmenistan;
TN TUN Tunisia;TO TON Tonga;TR TUR Türkiye|Turkey;TT TTO Trinidad and Tobago;TV TUV Tuvalu;
TW TWN Taiwan|Taiwan, Province of China|Taiwan, ROC|Chinese Taipei|台灣;TZ TZA Tanzania|Tanzania, United Republic of|United Republic of Tanzania;UA UKR Ukraine|Україна;
UG UGA Uganda;UM UMI U.S. Outlying Islands|United States Minor Outlying Islands;
US USA United States|United States of America|U.S.|U.S.A.|USA|America;UY URY Uruguay;UZ UZB Uzbekistan;
VA VAT Vatican City|Holy See|Holy See (Vatican City State)|Vatican|Vatican City State;VC VCT Saint Vincent and the Grenadines|Saint Vincent;
VE VEN Venezuela|Venezuela, Bolivarian Republic of|Venezuela (Bolivarian Republic of);VG VGB British Virgin Islands|Virgin Islands (British)|Virgin Islands, British|BVI;
VI VIR U.S. Virgin Islands|Virgin Islands (U.S.)|United States Virgin Islands|Virgin Islands, U.S.|USVI;VN VNM Vietnam|Viet Nam|Việt Nam;VU VUT Vanuatu;
WF WLF Wallis and Futuna|Wallis and Futuna Islands;WS WSM Samoa|Western Samoa;XK XKX Kosovo;YE YEM Yemen;YT MYT Mayotte;
ZA ZAF South Africa|RSA|Republic of South Africa|Suid-Afrika;ZM ZMB Zambia;ZW ZWE Zimbabwe`

// Codes outside the standard that stand for one of its countries: ISO's reserved ones and what carriers print.
export const otherCodes = 'UK GB;EL GR;AC SH;TA SH;DG IO;EA ES;IC ES;FX FR;CQ GG;ASC SH;TAA SH;KOS XK;XKS XK;ROM RO'
