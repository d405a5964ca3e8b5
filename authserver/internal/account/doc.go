// Package account is the resource owner's own page: GET and POST /account. It
// shows where they are signed in, which applications have access, and what is
// remembered as allowed; and each can be ended there.
//
//	handler.go  the page: who is signed in, what there is
//	end.go      what its buttons do
//	list.go     sessions, access and consents in words
//
//	a session ends           its grants die, its clients are told (OIDC Back-Channel Logout)
//	an access ends           the grant dies: refresh, introspection, userinfo (RFC 7009 §2.1)
//	a consent is taken back  with every grant of that client; it has to ask again
//	everything ends          all sessions and grants, this session too; consents stay
//
// No password is asked for first: every button takes access away and gives none.
// To ask would help whoever sits at a stolen session more than the person who
// wants to end it.
package account
