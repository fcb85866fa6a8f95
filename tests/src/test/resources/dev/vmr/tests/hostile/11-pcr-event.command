# TPM2_PCR_Event: PCR 8
8002      tag: sessions
0000002f  size
0000013c  TPM_CC_PCR_Event
00000008  handle: PCR 8
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0012      event: size
61206c696e65206f6620677275622e636667    event
