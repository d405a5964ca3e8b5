// Package account is the account page of the resource owner: GET and POST /account. It shows the
// user's sessions, the applications that have access, and the remembered consents. The user can end
// each of them.
//
//	handler.go  the page and its form
//	end.go      the actions of the buttons
//	list.go     the lists of sessions, access and consents
//
//	end a session      its grants are revoked, its clients notified (OIDC Back-Channel Logout)
//	end an access      the grant is revoked, with all its tokens (RFC 7009 §2.1)
//	revoke a consent   all grants of that client are revoked; the client has to ask again
//	end everything     all sessions and grants end, this session too; consents stay
//
// The page does not ask for the password first: every button removes access and gives none. Someone
// who uses a stolen session could only sign the user out, while the user must be able to end that
// session quickly.
package account
