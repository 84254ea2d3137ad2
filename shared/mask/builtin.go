package mask

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The built-in rules.
const (
	// Card is payment cards by their issuers' ranges, 14 to 19 digits, with Luhn's check.
	Card = "card"
	// IBAN is bank accounts, by their countries' lengths and check digits.
	IBAN = "iban"
	// NIR is French social security numbers with their key.
	NIR = "fr-nir"
	// SSN is American social security numbers, in groups of 3, 2 and 4 digits.
	SSN = "us-ssn"
	// NINO is British national insurance numbers.
	NINO = "uk-nino"
	// SteuerID is German tax numbers with their check digit.
	SteuerID = "de-steuer-id"
	// DNI is Spanish identity numbers, of citizens and foreigners, with their letter.
	DNI = "es-dni"
)

// BuiltIns are the names of the built-in rules.
func BuiltIns() []string { return []string{Card, IBAN, NIR, SSN, NINO, SteuerID, DNI} }

func builtIn(name string) (number, bool) {
	n, ok := map[string]number{
		Card:     {least: 14, most: 19, valid: cards()},
		IBAN:     {letters: true, least: 15, most: 33, valid: isIBAN},
		NIR:      {letters: true, least: 15, most: 15, valid: isNIR},
		SSN:      {least: 9, most: 9, groups: []int{3, 2, 4}, valid: isSSN},
		NINO:     {letters: true, least: 9, most: 9, valid: regexp.MustCompile(ninoForm).MatchString},
		SteuerID: {least: 11, most: 11, valid: isSteuerID},
		DNI:      {letters: true, least: 9, most: 9, valid: isDNI},
	}[name]
	return n, ok
}

// The checks of rules with a pattern.
const (
	Luhn  = "luhn"
	Mod97 = "mod97"
)

// Checks are the checks that a rule with a pattern can have.
func Checks() []string { return []string{Luhn, Mod97} }

func passesCheck(check, compact string) bool {
	switch check {
	case Luhn:
		return luhn(compact)
	case Mod97:
		return len(compact) > 4 && mod97(compact[4:]+compact[:4]) == 1
	}
	return true
}

// luhn reports whether the last digit is the check digit of ISO/IEC 7812.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return false
		}
		d := int(digits[i] - '0')
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return digits != "" && sum%10 == 0
}

// mod97 is the remainder of ISO/IEC 7064, in which A is 10 and Z is 35.
func mod97(compact string) int {
	rest := 0
	for i := range len(compact) {
		if c := compact[i]; isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest
}

// Issuer is a range of the first digits of cards' numbers, and how long these are.
type Issuer struct {
	From, To int
	Lengths  []int
}

// Issuers are those of Visa, Mastercard, American Express, Diners Club, Discover, JCB,
// UnionPay, Maestro, Mir, RuPay and Troy. Visa's of 13 digits, which nobody has any more,
// would take in article numbers.
func Issuers() []Issuer {
	long := []int{16, 17, 18, 19}
	diners := append([]int{14}, long...)
	return []Issuer{
		{4, 4, []int{16, 19}},
		{51, 55, []int{16}},
		{2221, 2720, []int{16}},
		{34, 34, []int{15}},
		{37, 37, []int{15}},
		{300, 305, diners},
		{36, 36, diners},
		{38, 39, diners},
		{3528, 3589, long},
		{50, 50, long},
		{56, 69, long},
		{81, 82, long},
		{2200, 2204, long},
		{9792, 9792, []int{16}},
	}
}

// cards recognises the numbers of cards.
func cards() func(digits string) bool {
	all := Issuers()
	return func(digits string) bool {
		return luhn(digits) && slices.ContainsFunc(all, func(i Issuer) bool {
			head, _ := strconv.Atoi(digits[:len(strconv.Itoa(i.From))])
			return i.From <= head && head <= i.To && slices.Contains(i.Lengths, len(digits))
		})
	}
}

// IBANLengths are the countries of the registry of ISO 13616 with the length of their
// numbers.
const IBANLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 " +
	"DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 " +
	"KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 " +
	"PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"

func isIBAN(compact string) bool {
	country := compact[:2] + strconv.Itoa(len(compact))
	return isDigit(compact[2]) && isDigit(compact[3]) && isLetter(compact[0]) && isLetter(compact[1]) &&
		strings.Contains(IBANLengths, country) && passesCheck(Mod97, compact)
}

var nirForm = regexp.MustCompile(`^[1-478]\d\d(0[1-9]|[1-9]\d)(\d\d|2[AB])\d{8}$`)

// isNIR reports whether the last two digits are the key. Corsica's departments count as
// 19 and 18.
func isNIR(compact string) bool {
	if !nirForm.MatchString(compact) {
		return false
	}
	number, err := strconv.ParseInt(strings.NewReplacer("2A", "19", "2B", "18").Replace(compact[:13]), 10, 64)
	key, errKey := strconv.ParseInt(compact[13:], 10, 64)
	return err == nil && errKey == nil && 97-number%97 == key
}

func isSSN(digits string) bool {
	return digits[:3] != "000" && digits[:3] != "666" && digits[0] != '9' && digits[3:5] != "00" && digits[5:] != "0000"
}

const ninoForm = `^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$`

// isSteuerID reports whether the last digit is the check digit of ISO/IEC 7064, MOD 11,10.
func isSteuerID(digits string) bool {
	if digits[0] == '0' {
		return false
	}
	product := 10
	for i := range 10 {
		sum := (int(digits[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (11-product)%10 == int(digits[10]-'0')
}

var dniForm = regexp.MustCompile(`^[XYZ\d]\d{7}[A-Z]$`)

func isDNI(compact string) bool {
	if !dniForm.MatchString(compact) {
		return false
	}
	number, err := strconv.Atoi(strings.NewReplacer("X", "0", "Y", "1", "Z", "2").Replace(compact[:8]))
	return err == nil && "TRWAGMYFPDXBNJZSQVHLCKE"[number%23] == compact[8]
}
