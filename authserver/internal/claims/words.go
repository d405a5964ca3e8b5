package claims

import "strings"

// prefix is the start of a permission for a single claim.
const prefix = "claim:"

// words describe the claims whose name alone would not be clear to a user.
var words = map[string]string{
	"family_name": "your family name", "given_name": "your given name", "middle_name": "your middle name",
	"preferred_username": "your username", "profile": "your profile page", "birthdate": "your date of birth",
	"zoneinfo": "your time zone", "locale": "your language", "updated_at": "when your profile last changed",
	"email": "your email address", "email_verified": "whether your email address was checked",
	"address": "your postal address", "phone_number": "your telephone number",
	"phone_number_verified": "whether your telephone number was checked",
}

// DescribePermission returns the description of the permission to see a single claim, such as
// claim:email; false for another token.
func DescribePermission(token string) (text string, ok bool) {
	name, single := strings.CutPrefix(token, prefix)
	if _, known := Find(name); !single || !known {
		return "", false
	}
	if phrase, has := words[name]; has {
		return "see " + phrase, true
	}
	return "see your " + name, true
}
