// Brazilian Portuguese: spans of header fields.
import type { Part } from '../../en/spans/part.ts';
import type { fields as english } from '../../en/spans/fields.ts';

export const fields: Part<typeof english> = {
  'field.host': [
    'Host',
    'Qual site, pois um endereço pode servir vários; o HTTP/1.1 recusa quem não o envia (RFC 9110 §7.2).',
  ],
  'field.connection': ['Connection', 'keep-alive, close ou Upgrade: o que será desta conexão TCP (RFC 9110 §7.6.1).'],
  'field.upgrade': ['Upgrade', 'Para qual protocolo mudar nesta conexão: websocket (RFC 9110 §7.8).'],
  'field.keep-alive': [
    'Keep-Alive',
    'Quanto tempo o servidor guarda uma conexão ociosa; voltar depois custa outro handshake (RFC 2068 §19.7.1).',
  ],
  'field.content-length': [
    'Content-Length',
    'O corpo tem tantos bytes; assim o receptor sabe onde ele acaba (RFC 9112 §6.2).',
  ],
  'field.transfer-encoding': [
    'Transfer-Encoding',
    'chunked: o tamanho é desconhecido quando a resposta começa, então ela vem em pedaços (RFC 9112 §6.1).',
  ],
  'field.content-type': ['Content-Type', 'O que é o corpo: JSON, um fluxo de eventos, XML (RFC 9110 §8.3).'],
  'field.date': ['Date', 'Quando a resposta foi feita, em segundos inteiros (RFC 9110 §6.6.1).'],
  'field.cache-control': [
    'Cache-Control',
    'no-store: ninguém no caminho pode guardar esta resposta, pois a próxima será outra (RFC 9111 §5.2).',
  ],
  'field.pragma': ['Pragma', 'no-cache para caches do tempo do HTTP/1.0 (RFC 9111 §5.4).'],
  'field.sec-websocket-key': [
    'Sec-WebSocket-Key',
    '16 bytes aleatórios; a resposta deve provar que o servidor entende WebSocket (RFC 6455 §4.1).',
  ],
  'field.sec-websocket-accept': [
    'Sec-WebSocket-Accept',
    'SHA-1 da chave e de um GUID fixo: prova de que não é uma resposta HTTP de cache (RFC 6455 §4.2.2).',
  ],
  'field.sec-websocket-version': ['Sec-WebSocket-Version', '13, a única versão em uso (RFC 6455 §4.1).'],
  'field.sec-websocket-protocol': [
    'Sec-WebSocket-Protocol',
    'O que os frames levarão: xmpp faz de cada um uma stanza (RFC 7395 §3.1).',
  ],
  'field.sec-websocket-extensions': [
    'Sec-WebSocket-Extensions',
    'Ofertas como compressão; o laboratório não aceita nenhuma, para os frames ficarem legíveis (RFC 6455 §9.1).',
  ],
  'field.last-event-id': [
    'Last-Event-ID',
    'O id do último evento visto: um EventSource que reconecta retoma sem lacuna (WHATWG SSE).',
  ],
  'field.lab-cursor': [
    'Lab-Cursor',
    'Deste laboratório: posição no feed, para que até um 204 vazio faça o cliente avançar.',
  ],
  'field.origin': ['Origin', 'De que site veio a página; o servidor decide se ela pode (RFC 6454 §7).'],
  'field.referer': ['Referer', 'A página que causou a requisição, escrito errado desde 1996 (RFC 9110 §10.1.3).'],
  'field.access-control-allow-origin': [
    'Access-Control-Allow-Origin',
    'Páginas desta origem podem ler a resposta, embora seja de outra porta (WHATWG Fetch, CORS).',
  ],
  'field.access-control-expose-headers': [
    'Access-Control-Expose-Headers',
    'Campos que um script de outra origem pode ler, como Lab-Cursor (WHATWG Fetch).',
  ],
  'field.access-control-request-method': [
    'Access-Control-Request-Method',
    'Preflight: o navegador pergunta se a página pode usar este método (WHATWG Fetch).',
  ],
  'field.access-control-request-headers': [
    'Access-Control-Request-Headers',
    'Preflight: campos que a página quer enviar (WHATWG Fetch).',
  ],
  'field.access-control-allow-methods': [
    'Access-Control-Allow-Methods',
    'Resposta ao preflight: estes métodos são permitidos (WHATWG Fetch).',
  ],
  'field.access-control-allow-headers': [
    'Access-Control-Allow-Headers',
    'Resposta ao preflight: estes campos são permitidos (WHATWG Fetch).',
  ],
  'field.access-control-max-age': [
    'Access-Control-Max-Age',
    'Por tantos segundos o navegador não precisa perguntar de novo (WHATWG Fetch).',
  ],
  'field.timing-allow-origin': [
    'Timing-Allow-Origin',
    'Deixa a página ver tamanhos e tempos desta requisição (W3C Resource Timing).',
  ],
  'field.user-agent': [
    'User-Agent',
    'Qual programa pergunta; uns 110 bytes em cada requisição de um navegador (RFC 9110 §10.1.5).',
  ],
  'field.accept': [
    'Accept',
    'Tipos de mídia que o cliente aceita; text/event-stream pede um fluxo (RFC 9110 §12.5.1).',
  ],
  'field.accept-encoding': ['Accept-Encoding', 'Compressões que o cliente sabe desfazer (RFC 9110 §12.5.3).'],
  'field.accept-language': ['Accept-Language', 'Línguas do usuário, a preferida primeiro (RFC 9110 §12.5.4).'],
  'field.sec-fetch': [
    'Sec-Fetch-…',
    'O navegador diz por que pergunta: de que site, como e para quê; scripts não podem falsificá-lo (W3C Fetch Metadata).',
  ],
  'field.sec-ch-ua': ['Sec-CH-UA…', 'Client hints: marca, plataforma e tipo do navegador (W3C UA Client Hints).'],
  'field.authorization': ['Authorization', 'Nome e senha em base64, o que nada esconde sem TLS (RFC 7617 §2).'],
  'field.www-authenticate': ['WWW-Authenticate', 'Como provar quem você é, depois de um 401 (RFC 9110 §11.6.1).'],
  'field.cookie': ['Cookie', 'O que este servidor pediu ao navegador que trouxesse (RFC 6265 §5.4).'],
  'field.set-cookie': ['Set-Cookie', 'Pede ao navegador que traga isto em cada requisição (RFC 6265 §4.1).'],
  'field.x-accel-buffering': [
    'X-Accel-Buffering',
    'no: manda o nginx não acumular o fluxo, senão os eventos chegariam tarde e todos juntos.',
  ],
  'field.vary': [
    'Vary',
    'A resposta depende destes campos da requisição; caches devem compará-los (RFC 9110 §12.5.5).',
  ],
  'field.retry-after': ['Retry-After', 'Volte depois de tantos segundos (RFC 9110 §10.2.3).'],
  'field.allow': ['Allow', 'Métodos que funcionam aqui (RFC 9110 §10.2.1).'],
  'field.server': ['Server', 'Qual programa responde (RFC 9110 §10.2.4).'],
};
