package claims

import "strings"

// prefix begins the permission for a single claim.
const prefix = "claim:"

// words are for claims whose name is not a phrase.
var words = map[string]string{
	"family_name": "family name", "given_name": "given name", "middle_name": "middle name",
	"preferred_username": "username", "profile": "profile page", "birthdate": "date of birth",
	"zoneinfo": "time zone", "locale": "language", "updated_at": "profile's date of change",
	"email": "email address", "email_verified": "email address's state of verification",
	"address": "postal address", "phone_number": "telephone number",
	"phone_number_verified": "telephone number's state of verification",
}

// DescribePermission gives the words for the permission to see a single claim,
// such as claim:email.
func DescribePermission(token string) (text string, ok bool) {
	name, single := strings.CutPrefix(token, prefix)
	if _, known := Find(name); !single || !known {
		return "", false
	}
	if phrase, has := words[name]; has {
		name = phrase
	}
	return "see your " + name, true
}
