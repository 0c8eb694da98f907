// Brazilian Portuguese: spans of HTTP, of plain contents, and of bytes that cannot be read.
import type { Part } from '../../en/spans/part.ts';
import type { http as english } from '../../en/spans/http.ts';

export const http: Part<typeof english> = {
  unread: [
    'Não entendido',
    'Estes bytes não seguem nenhuma regra do protocolo aqui; a leitura continua onde começa algo conhecido.',
  ],
  'unread.after-loss': [
    'Depois de uma perda',
    'Os bytes anteriores não foram capturados; ninguém sabe de que estes são o resto.',
  ],
  'unread.utf8': ['Não é UTF-8', 'O texto tem bytes que não são UTF-8, e o receptor deve recusá-lo (RFC 6455 §8.1).'],
  'unread.json': [
    'Não é JSON',
    'Daqui em diante o texto quebra a gramática do JSON ou acaba cedo demais (RFC 8259 §2).',
  ],
  'unread.xml': ['Não é XML', 'Malformado ou cortado: aqui o XMPP encerra o stream (RFC 6120 §4.9.3.13).'],
  forgotten: ['Não guardado', 'A memória desta conexão encheu, e os bytes mais antigos deram lugar aos novos.'],
  'content.text': ['Texto', 'Conteúdo sem uma estrutura que este laboratório conheça.'],
  'content.binary': ['Dados binários', 'Conteúdo que não é texto; só os programas nas duas pontas conhecem sua forma.'],
  'http.request-line': [
    'Linha de requisição',
    'O que o cliente quer, em uma linha: método, alvo, versão (RFC 9112 §3).',
  ],
  'http.method': [
    'Método',
    'O que fazer com o alvo: GET busca, POST envia, OPTIONS pergunta o que é permitido (RFC 9110 §9).',
  ],
  'http.space': ['Espaço', 'Exatamente um espaço separa as palavras da primeira linha (RFC 9112 §3, §4).'],
  'http.target': ['Alvo', 'Qual recurso: caminho e query, sem o host (RFC 9112 §3.2.1).'],
  'http.path': [
    'Caminho',
    'O nome do recurso neste servidor; cada transporte do laboratório tem o seu (RFC 3986 §3.3).',
  ],
  'http.query-mark': ['Interrogação', 'Termina o caminho; seguem os parâmetros (RFC 3986 §3.4).'],
  'http.parameter': ['Parâmetro', 'Um nome e um valor na query.'],
  'parameter.after': [
    'Parâmetro after',
    'O cursor que o cliente tem: só quer entradas mais novas. Sem ele: a partir de agora.',
  ],
  'parameter.topic': ['Parâmetro topic', 'Só as entradas deste nó, como um agente ou uma equipe.'],
  'parameter.hold': [
    'Parâmetro hold',
    'Por quantos segundos o servidor pode segurar um long poll à espera de novidades (RFC 6202 §2).',
  ],
  'http.parameter-name': ['Nome do parâmetro', 'Para que serve o valor.'],
  'http.equals': ['Sinal de igual', 'Separa nome e valor.'],
  'http.parameter-value': [
    'Valor do parâmetro',
    'Caracteres com significado próprio viram % e dois dígitos hexadecimais (RFC 3986 §2.1).',
  ],
  'http.ampersand': ['E comercial', 'Vem outro parâmetro.'],
  'http.version': [
    'Versão',
    'Qual HTTP o remetente fala: o 1.0 fecha após cada resposta, o 1.1 mantém a conexão (RFC 9112 §2.3).',
  ],
  'http.status-line': [
    'Linha de status',
    'No que deu a requisição: versão, código e palavras para gente (RFC 9112 §4).',
  ],
  'http.status-code': [
    'Código de status',
    '1xx espere, 2xx feito, 3xx em outro lugar, 4xx erro seu, 5xx erro nosso; 204 é o poll vazio (RFC 9110 §15).',
  ],
  'http.reason': ['Frase de motivo', 'O código em palavras; programas a ignoram, e o HTTP/2 a aboliu (RFC 9112 §4).'],
  'http.line-end': ['Fim de linha', 'CR LF, dois bytes que terminam cada linha do cabeçalho (RFC 9112 §2.2).'],
  'http.field': [
    'Campo do cabeçalho',
    'Mais um fato sobre a mensagem; quem não o conhece passa adiante (RFC 9110 §5.1).',
  ],
  'http.field-name': ['Nome do campo', 'Maiúsculas e minúsculas valem o mesmo (RFC 9110 §5.1).'],
  'http.colon': ['Dois-pontos', 'Terminam o nome, sem espaço antes (RFC 9112 §5.1).'],
  'http.whitespace': ['Espaço em branco', 'Opcional, e não faz parte do valor (RFC 9110 §5.6.3).'],
  'http.field-value': ['Valor do campo', 'O que o campo diz.'],
  'http.head-end': ['Linha vazia', 'O cabeçalho acaba aqui; segue o corpo, se houver (RFC 9112 §2.1).'],
  'chunk.size': [
    'Tamanho do chunk',
    'Comprimento do próximo pedaço em hexadecimal: o servidor não precisa saber o total (RFC 9112 §7.1).',
  ],
  'chunk.extension': ['Extensão do chunk', 'Uma observação sobre este chunk, que quase ninguém usa (RFC 9112 §7.1.1).'],
  'chunk.data': [
    'Dados do chunk',
    'Um pedaço do corpo, enviado assim que existiu: é assim que o HTTP/1.1 faz streaming (RFC 9112 §7.1).',
  ],
  'chunk.data-end': ['Fim do chunk', 'CR LF depois dos dados; o tamanho não os contou (RFC 9112 §7.1).'],
  'chunk.last': [
    'Último chunk',
    'Tamanho 0: o corpo está completo, e a conexão pode ser usada de novo (RFC 9112 §7.1).',
  ],
  'chunk.end': ['Fim do corpo', 'Linha vazia depois do último chunk e de seus trailers (RFC 9112 §7.1.2).'],
};
