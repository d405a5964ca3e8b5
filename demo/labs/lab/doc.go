// Package lab runs attacks on careless programs and on the reference, and judges how they ended.
//
// An attack has succeeded when the attacker has seen the canary: a random text that is new in each run, and
// that only the victim may read. It has died well when the attacker has not seen it, the named check of the
// defence refused a message, and the victim can still do what the attack was about.
//
//	lab.go      Lab, Attack: what a lesson consists of
//	target.go   what is attacked: careless programs, those with one defence, or the reference
//	readme.go   the sections of the text for learners
//
//	scene.go    Scene: the programs, the victim and the attacker of one run
//	cast.go     starts the programs of a scene
//	network.go  the names that only exist in a scene, and who sends what
//	reference.go the services of the reference, with the clients of the labs
//	careless.go the careless programs
//	recording.go the messages of a run
//	assertion.go a client that signs in place of sending a secret
//	second.go   the attacker's authorization server in the settings of the client
//	site.go     the web server of the attacker
//	browser.go  the browsers of victim and attacker
//	interrupt.go a sign-in that stops before its end
//	chrome.go   a real browser of the victim
//	program.go  the requests of a program of the attacker
//	flow.go     signs a user in at an app, and gets the tokens
//	notes.go    the notes of the victim, with the canary
//	oracle.go   whether the attacker has seen the canary
//
//	run.go      makes an attack on a target
//	inorder.go  makes several runs, two at a time
//	result.go   what happened, and whether it is what the lab says
//
// The programs of a scene run in this process, on free loopback ports. Nothing is kept after a run.
package lab
